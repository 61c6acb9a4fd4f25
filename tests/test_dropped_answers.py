"""A cold run, a warm cache, the daemon and parallel workers agree on what is dropped."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mypy.dmypy_server import Server, process_start_options
from mypy.version import __version__ as mypy_version

CONFIG = """\
[mypy]
plugins = background_typed_mypy
"""

# Each stands in a module of its own, lest the dependencies of one, or a message in it, make the
# daemon look at another, too.
IMPORTS = """\
from fastapi import BackgroundTasks
from fastapi.responses import JSONResponse, Response
import lib
import routers


def send() -> None: ...
"""
APPS = {
    "app_kept.py": """
def handler() -> None:
    tasks = lib.Tasks()
    tasks.add_task(send)
""",
    "app_rebound.py": """
class Service:
    async def handler(self, tasks: lib.bases.BackgroundTasks) -> None:
        tasks = lib.Tasks()
        tasks.add_task(send)
""",
    "app_none.py": """
def handler() -> Response:
    tasks = BackgroundTasks()
    return lib.Answer({}, background=tasks.add_task(send))  # type: ignore[func-returns-value]
""",
    "app_response.py": """
@routers.known.get("/")
def handler(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return lib.Answer({}, background=lib.Task(send))
""",
    "app_raises.py": """
@routers.router.get("/")
async def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise OSError
""",
    "app_alias.py": """
@routers.known.get("/")
async def handler(tasks: lib.Injected) -> None:
    tasks.add_task(send)
    raise OSError
""",
    "app_factory.py": """
def make_app() -> None:
    @routers.router.get("/")
    async def handler(tasks: BackgroundTasks) -> None:
        tasks.add_task(send)
        raise OSError
""",
    "app_decorated.py": """
@routers.router.get("/")
async def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise OSError
""",
}
LIB = """\
from typing import Annotated, Any
from fastapi import BackgroundTasks, Depends
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask
import bases

class Tasks(bases.Tasks): ...
class Answer(JSONResponse): ...
class Task(BackgroundTask): ...
class Injected(BackgroundTasks): ...
"""
BASES = """\
from starlette.background import BackgroundTasks

class Tasks(BackgroundTasks): ...
"""
ROUTERS = """\
from collections.abc import Callable
from typing import Any, TypeVar
from fastapi import APIRouter

F = TypeVar("F", bound=Callable[..., Any])

class Own(APIRouter):
    def get(self, path: str) -> Callable[[F], F]: ...  # type: ignore[override]

known = APIRouter()
router = APIRouter()
"""
MODULES = {"lib.py": LIB, "bases.py": BASES, "routers.py": ROUTERS}

# ruff: noqa: E501  # an edit is a line
OWN_INIT = "\n    def __init__(self, *args: Any, **kwargs: Any) -> None: ..."
# Each edit: the file, what stands in it, what stands there afterwards.
EDITS = [
    ("routers.py", "\nrouter = APIRouter()", "\nrouter = Own()"),
    ("routers.py", "\nrouter = Own()", "\nrouter = APIRouter()"),
    ("routers.py", "\nrouter = APIRouter()", "\nrouter: Any = APIRouter()"),
    ("routers.py", "\nrouter: Any = APIRouter()", "\nrouter = APIRouter()"),
    ("bases.py", "(BackgroundTasks): ...", "(BackgroundTasks):\n    def __init__(self) -> None: ..."),
    ("bases.py", "(BackgroundTasks):\n    def __init__(self) -> None: ...", "(BackgroundTasks): ..."),
    ("bases.py", "(BackgroundTasks): ...", "(BackgroundTasks):\n    def __new__(cls) -> 'Tasks': ..."),
    ("bases.py", "(BackgroundTasks):\n    def __new__(cls) -> 'Tasks': ...", "(BackgroundTasks): ..."),
    ("lib.py", "class Tasks(bases.Tasks): ...", f"class Tasks(bases.Tasks):{OWN_INIT}"),
    ("lib.py", f"class Tasks(bases.Tasks):{OWN_INIT}", "class Tasks(bases.Tasks): ..."),
    ("lib.py", "class Tasks(bases.Tasks): ...", "def Tasks() -> bases.Tasks: ..."),
    ("lib.py", "def Tasks() -> bases.Tasks: ...", "class Tasks(bases.Tasks): ..."),
    ("lib.py", "class Answer(JSONResponse): ...", f"class Answer(JSONResponse):{OWN_INIT}"),
    ("lib.py", f"class Answer(JSONResponse):{OWN_INIT}", "class Answer(JSONResponse): ..."),
    ("lib.py", "class Task(BackgroundTask): ...", f"class Task(BackgroundTask):{OWN_INIT}"),
    ("lib.py", f"class Task(BackgroundTask):{OWN_INIT}", "class Task(BackgroundTask): ..."),
    ("lib.py", "class Injected(BackgroundTasks): ...", "Injected = Annotated[BackgroundTasks, Depends()]"),
    ("lib.py", "Injected = Annotated[BackgroundTasks, Depends()]", "class Injected(BackgroundTasks): ..."),
    ("app_decorated.py", "@routers.router.get", "@routers.Own().get"),
    ("app_decorated.py", "@routers.Own().get", "@routers.known.get"),
    ("app_decorated.py", "    raise OSError", "    if tasks: raise OSError"),
    ("app_decorated.py", "    if tasks: raise OSError", "    raise OSError"),
]  # fmt: skip


def reports(output: str) -> list[str]:
    """Return what mypy reports of the program, in a dependable order."""
    return sorted(line for line in output.splitlines() if line.startswith("app"))


def mypy(folder: Path, *arguments: str) -> list[str]:
    """Run mypy over the program."""
    command = [sys.executable, "-m", "mypy", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stdout + run.stderr
    assert not run.stderr
    return reports(run.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the program, and cache the libraries that it imports."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "mypy.ini").write_text(CONFIG)
    (folder / "imports.py").write_text("import fastapi.responses\n")
    mypy(folder, "--cache-dir=libraries", "imports.py")
    for name, text in APPS.items():
        (folder / name).write_text(IMPORTS + text)
    for name, text in MODULES.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """Make a daemon without its process: what it keeps from one check to the next, it keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        flags = ["--config-file=mypy.ini", "--cache-dir=daemon"]
        yield Server(process_start_options(flags, allow_sources=False), "status")


def cold(folder: Path, *arguments: str) -> list[str]:
    """Run without a cache of the program itself."""
    shutil.rmtree(folder / "cold", ignore_errors=True)
    shutil.copytree(folder / "libraries", folder / "cold")
    return mypy(folder, "--cache-dir=cold", *arguments, *APPS)


def warm(folder: Path) -> list[str]:
    """Run on what the run before the last edit has cached."""
    return mypy(folder, "--cache-dir=warm", *APPS)


def daemon(server: Server) -> list[str]:
    """Ask the daemon, which goes on from one edit to the next."""
    answer = server.cmd_check([*APPS], export_types=False, is_tty=False, terminal_width=80)
    assert not answer["err"]
    return reports(str(answer["out"]))


def test_every_edit_gives_one_answer(folder: Path, server: Server) -> None:
    answers = [cold(folder)]
    assert warm(folder) == daemon(server) == answers[0]
    for later, (name, before, after) in enumerate(EDITS, start=1):
        text = (folder / name).read_text()
        assert before in text
        (folder / name).write_text(text.replace(before, after))
        # mypy takes a file of the same size and the same second for the same file.
        os.utime(folder / name, (time.time() + later, time.time() + later))
        answers.append(cold(folder))
        assert answers[-1] != answers[-2], (name, after)
        assert warm(folder) == answers[-1], (name, after)
        assert warm(folder) == answers[-1], (name, after, "nothing edited")
        assert daemon(server) == answers[-1], (name, after)


@pytest.mark.skipif(
    tuple(map(int, mypy_version.split(".")[:2])) < (2, 0), reason="workers came with mypy 2.0"
)
def test_workers_give_the_answer_of_one_process(folder: Path) -> None:
    alone = cold(folder)
    assert cold(folder, "-n2") == alone
    assert alone
