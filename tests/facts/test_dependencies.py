"""Which functions are used as dependencies only, and which FastAPI is installed."""

from pathlib import Path

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.dependencies import (
    is_only_dependency,
    nothing_keeps_collections,
)
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.modules import Modules
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.rules import problems_of

APP = "from fastapi import Depends\ndef session(): yield\n"
DEPENDED = "def handle(a=Depends(session)): ...\n"


def is_only(folder: Path, app: str, other: str = "") -> bool:
    """Return whether `session` in a file is only a dependency."""
    (folder / "app.py").write_text(APP + app)
    (folder / "other.py").write_text(other)
    (folder / "third.py").write_text("session = 1\n")
    files = [str(folder / name) for name in ("app.py", "other.py", "third.py")]
    facts = Facts(Disk(), files)
    facts.all_files = Source("all", b"")
    source = facts.disk.source(files[0])
    assert source is not None
    return is_only_dependency("session", facts.scopes(source).module, facts)


@pytest.mark.parametrize(
    ("app", "other"),
    [
        (DEPENDED, ""),
        ("", "from fastapi import Depends\nfrom app import session\n" + DEPENDED),
        ("", "from fastapi import Depends\nimport app\na = Depends(app.session)\n"),
        (DEPENDED, "from elsewhere import session as other\n"),
    ],
)
def test_a_function_is_only_a_dependency(app: str, other: str, tmp_path: Path) -> None:
    assert is_only(tmp_path, app, other)


@pytest.mark.parametrize(
    ("app", "other"),
    [
        ("", ""),
        ("session()", ""),
        (DEPENDED + "manager = contextmanager(session)", ""),
        ("a = Depends(session, scope='function')", ""),
        ("a = Depends(session, **more)", ""),
        ("a = Depends(dependency=session)", ""),
        ("a = Other(session)", ""),
        (DEPENDED, "from app import session\nsession()"),
        (DEPENDED, "from app import session as renamed\n"),
        (DEPENDED, "import app\napp.session()\n"),
    ],
)
def test_a_function_may_be_more_than_a_dependency(app: str, other: str, tmp_path: Path) -> None:
    assert not is_only(tmp_path, app, other)


KEEPING = """\
from fastapi import APIRouter, BackgroundTasks, Depends
router = APIRouter()
def keep(tasks: BackgroundTasks): return tasks
def add(tasks: BackgroundTasks): yield; tasks.add_task(print)
@router.get("/")
def handle(a=Depends(add)): ...
@router.get("/other")
"""
METHOD = "class C:\n    def own(self, tasks: BackgroundTasks, a=Depends(add)): return tasks\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def other(a=Depends(keep)): ...", True),
        ("def other(a=Depends(lambda a=Depends(keep): a)): ...", False),
        ("def other(a=depends(keep)): ...", False),
        ("def other(a=Depends(keep, use_cache=False)): ...", True),
        ("def other(a=Depends(dependency=keep)): ...", False),
        ("def other(a=Depends(keep)): ...\nalias = Depends(keep)", False),
        ("def other(a=Depends(keep)): ...\nother()", False),
        ("def other(a=Depends(keep), b=Depends(add)): ...", False),
        ("def other(): keep(None)", True),
        ("def other(): ...\n@cache\ndef third(tasks: BackgroundTasks): return tasks", False),
        (f"def other(): ...\n{METHOD}", False),
        ("def other(tasks: BackgroundTasks): return tasks", True),
        ("def other():\n    def inner(tasks: BackgroundTasks): return tasks", False),
        ("def other():\n    class C: tasks: BackgroundTasks", False),
        ("def other(tasks: BackgroundTasks): tasks()", True),
        ("def other(tasks): return tasks", True),
    ],
)
def test_only_what_takes_part_in_a_request_may_keep_its_collection(
    text: str,
    expected: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    (tmp_path / "app.py").write_text(f"{KEEPING}{text}\n")
    (tmp_path / "other.py").write_text("def other(a): return a\n")
    facts = Facts(Disk(), [str(tmp_path / name) for name in ("app.py", "other.py")])
    source = facts.disk.source(str(tmp_path / "app.py"))
    assert source is not None
    added = facts.names.look_up("add", facts.scopes(source).module)
    assert isinstance(added, Function)

    assert nothing_keeps_collections(added, facts) == expected


def test_the_version_of_a_distribution_is_that_of_its_metadata(tmp_path: Path) -> None:
    (tmp_path / "fastapi-0.118.1.dist-info").mkdir()
    (tmp_path / "fastapi_cli-1.dist-info").mkdir()
    modules = Modules(Disk(), [str(tmp_path / "app.py")], [str(tmp_path)])

    assert modules.version_of("fastapi") == (0, 118, 1)
    assert modules.version_of("starlette") == ()


@pytest.mark.parametrize(("version", "found"), [("0.118.0", 1), ("0.117.1", 0), (None, 0)])
def test_a_task_after_a_yield_is_dropped_since_a_version(
    version: str | None, found: int, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(
        "from fastapi import BackgroundTasks, Depends\n"
        "def session(tasks: BackgroundTasks):\n    yield\n    tasks.add_task(print)\n"
        "def handle(a=Depends(session)): ...\n"
    )
    if version is not None:
        (tmp_path / f"packages/fastapi-{version}.dist-info").mkdir(parents=True)
    facts = Facts(Disk(), [str(tmp_path / "app.py")], [str(tmp_path / "packages")])
    source = facts.disk.source(str(tmp_path / "app.py"))
    assert source is not None
    (task,) = find_tasks(source, facts)

    assert len([*problems_of(task, facts)]) == found
