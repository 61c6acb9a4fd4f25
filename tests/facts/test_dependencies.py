"""Which functions are used as dependencies only, and which FastAPI is installed."""

from pathlib import Path

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.dependencies import (
    is_only_dependency,
    may_be_dependency,
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


def is_kept_by_nothing(folder: Path, app: str, other: str = "") -> bool:
    """Return whether nothing keeps the collection of the dependency `add` of an application."""
    (folder / "app.py").write_text(app)
    (folder / "other.py").write_text(other)
    facts = Facts(Disk(), [str(folder / name) for name in ("app.py", "other.py")])
    facts.all_files = Source("all", b"")
    source = facts.disk.source(str(folder / "app.py"))
    assert source is not None
    added = facts.names.look_up("add", facts.scopes(source).module)
    assert isinstance(added, Function)
    return nothing_keeps_collections(added, facts)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("first", True), ("jobs", True), ("second", True), ("third", False), ("größe", True)],
)
def test_the_text_of_some_file_passes_a_name_to_depends(
    name: str, *, expected: bool, tmp_path: Path
) -> None:
    text = "Depends(first), Security(\n    jobs.second\n), print(third)\n"
    (tmp_path / "app.py").write_text(text)
    facts = Facts(Disk(), [str(tmp_path / "app.py")])
    assert may_be_dependency(name, facts) is expected


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
        ("def other():\n    def inner(tasks: BackgroundTasks): return tasks", True),
        ("def other():\n    def inner(tasks: BackgroundTasks): return tasks\n    o(inner)", False),
        (f"def other(): ...\n{METHOD}router.add_api_route('/3', C().own)", False),
        (f"def other(): ...\n{METHOD}C().own(None)", True),
        (f"def other(): ...\n{METHOD}@C().own\ndef third(): ...", False),
        ("def other(): ...\nrouter.add_api_route('/3', keep)", True),
        ("def other():\n    class C: tasks: BackgroundTasks", False),
        ("def other(tasks: Own): return tasks\nOwn = BackgroundTasks", False),
        ("def other(tasks: BackgroundTasks): tasks()", True),
        ("def other(tasks): return tasks", True),
    ],
)
def test_only_what_takes_part_in_a_request_may_keep_its_collection(
    text: str,
    expected: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    other = "def other(a): return a\n"
    assert is_kept_by_nothing(tmp_path, f"{KEEPING}{text}\n", other) == expected


ROUTERS = """\
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
def keep(tasks: BackgroundTasks): return tasks
def add(tasks: BackgroundTasks): yield; tasks.add_task(print)
def added(): ...
class Method:
    def handle(self, a=Depends(add)): ...
class Kept:
    def __init__(self, tasks: BackgroundTasks): keep(tasks)
class Holding:
    def __init__(self, tasks: BackgroundTasks): self.tasks = tasks
class Called:
    def __call__(self, tasks: BackgroundTasks): return tasks
app = FastAPI()
router = APIRouter()
@router.get("/")
def of_router(a=Depends(add)): ...
Method().handle()
@app.get("/app")
def of_app(): ...
"""
OURS = "@ours.get('/ours')\ndef own(ADD): ...\n"
KEEPER = "ours = APIRouter(dependencies=[Depends(keep)])\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{KEEPER}{OURS}", True),
        (f"{KEEPER}{OURS.replace('ADD', 'a=Depends(add)')}", False),
        (f"{KEEPER}{OURS}app.include_router(ours, prefix='/a')", True),
        (f"{KEEPER}{OURS}app.include_router(router=ours)", False),
        (f"{KEEPER}{OURS}ours.include_router(router)", False),
        (f"{KEEPER}{OURS}print(ours)", False),
        (f"{KEEPER}{OURS}ours.routes.clear()", False),
        (f"{KEEPER}{OURS}ours.get('/c')(added)", False),
        (f"{KEEPER}ours.add_api_route('/added', added)", True),
        (f"{KEEPER}ours.add_api_route('/added', Method().handle)", False),
        (f"{KEEPER}ours.add_api_route('/added', unknown)", False),
        (f"{KEEPER}ours.add_api_route('/added')", False),
        ("print(APIRouter(dependencies=[Depends(keep)]))", False),
        ("FastAPI(dependencies=[Depends(keep)])", False),
        (f"ours = APIRouter()\n{OURS}app.include_router(ours, dependencies=[Depends(keep)])", True),
        ("app.include_router(router, dependencies=[Depends(keep)])", False),
        ("app.include_router(FastAPI(), dependencies=[Depends(keep)])", False),
        ("app.include_router(dependencies=[Depends(keep)])", False),
        ("other(router, dependencies=[Depends(keep)])", False),
        ("app.add_api_route('/a', added, dependencies=[Depends(keep)])", True),
        ("app.add_api_route('/a', Method().handle, dependencies=[Depends(keep)])", False),
        ("@app.get('/b', dependencies=[Depends(keep)])\ndef b(): ...", True),
        ("@app.get('/b')\ndef b(a: Kept = Depends()): ...", True),
        ("@app.get('/b')\ndef b(a: Kept | None = Depends(), b=Depends(add)): ...", False),
        ("@app.get('/b')\ndef b(a: Kept, b=Depends(add)): ...", True),
        ("@app.get('/b')\ndef b(a: Annotated[Kept, Depends(Kept)]): ...", True),
        ("@app.get('/b')\ndef b(a: Holding = Depends(), b=Depends(add)): ...", True),
        (
            "class Own(Holding):\n    def run(self): self.tasks()\n"
            "@app.get('/b')\ndef b(a: Own = Depends(), b=Depends(add)): ...",
            False,
        ),
        ("def b() -> Kept | None: ...", True),
        ("class Box:\n    of: Kept = Depends()", False),
        ("@app.exception_handler(Kept)\ndef b(error): ...", True),
        ("app.add_exception_handler(KeyError, Kept)", False),
        ("try: ...\nexcept (Kept, KeyError): ...", True),
        ("class Derived(Kept): ...", False),
        ("called = Called()\n@app.get('/b')\ndef b(a=Depends(called)): ...", True),
        ("called = Called()\n@app.get('/b')\ndef b(a=Depends(called), b=Depends(add)): ...", False),
        ("@app.get('/b')\ndef b(a=Depends(Called())): ...", False),
        ("a = [Depends(keep)]", False),
    ],
)
def test_dependencies_take_part_in_the_requests_of_those_who_ask_for_them(
    text: str,
    expected: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    app = f"{ROUTERS}{text.replace('ADD', '')}\n"
    assert is_kept_by_nothing(tmp_path, app) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("import app as it\n@app.get('/b')\ndef b(a=Depends(it.keep)): ...", True),
        (
            "from app import keep\n@app.get('/b')\ndef b(a=Depends(keep), c=Depends(add)): ...",
            False,
        ),
        ("from app import keep as other", False),
    ],
)
def test_dependencies_take_part_in_requests_of_other_files(
    other: str,
    expected: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    imports = "from fastapi import Depends\nfrom app import add, app\n"
    assert is_kept_by_nothing(tmp_path, ROUTERS, f"{imports}{other}\n") == expected


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
