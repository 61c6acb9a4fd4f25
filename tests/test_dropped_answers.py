"""A cold run, a warm cache, the daemon and parallel workers agree on what is dropped."""

from pathlib import Path

import pytest
from answers import Program, needs_workers

pytestmark = pytest.mark.once

# Each is in its own module. Otherwise the dependencies of one, or a message in it, would make the
# daemon check another as well.
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
from typing import Annotated
from fastapi import BackgroundTasks, Depends
from fastapi import BackgroundTasks as Injected
from fastapi.responses import JSONResponse
from fastapi.responses import JSONResponse as Answer
from starlette.background import BackgroundTask
from starlette.background import BackgroundTask as Task
from bases import BackgroundTasks as Tasks
"""
BASES = """\
import starlette.background
from starlette.background import BackgroundTasks as BackgroundTasks
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

# Each edit makes an error go away, and is then undone. The edits of a group affect different
# modules.
GROUPS = [
    [
        ("routers.py", "\nrouter = APIRouter()", "\nrouter: Any = globals()['known']"),
        ("app_decorated.py", "    raise OSError", "    if tasks: raise OSError"),
    ],
    [("app_decorated.py", "@routers.router.get", "@routers.Own().get")],
    [
        ("routers.py", "\nrouter = APIRouter()", "\nrouter = Own()"),
        (
            "bases.py",
            "from starlette.background import BackgroundTasks as BackgroundTasks",
            "class BackgroundTasks(starlette.background.BackgroundTasks): ...",
        ),
        (
            "lib.py",
            "from bases import BackgroundTasks as Tasks",
            "def Tasks() -> BackgroundTasks: ...  # type: ignore[empty-body]",
        ),
        (
            "lib.py",
            "from fastapi.responses import JSONResponse as Answer",
            "class Answer(JSONResponse): ...",
        ),
        (
            "lib.py",
            "from starlette.background import BackgroundTask as Task",
            "class Task(BackgroundTask): ...",
        ),
        (
            "lib.py",
            "from fastapi import BackgroundTasks as Injected",
            "Injected = Annotated[BackgroundTasks, Depends()]",
        ),
    ],
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, libraries: Path) -> Program:
    """Write the program."""
    apps = {name: IMPORTS + text for name, text in APPS.items()}
    return Program(tmp_path_factory.mktemp("program"), libraries, apps, MODULES)


def test_all_runs_agree_after_each_edit(program: Program) -> None:
    reported = program.cold()
    assert program.warm() == program.daemon() == reported
    for group in GROUPS:
        for edit in group:
            program.edit(*edit)
        silent = program.cold()
        assert len(silent) <= len(reported) - len(group), group
        assert program.warm() == silent, group
        assert program.daemon() == silent, group
        for name, before, after in group:
            program.edit(name, after, before)
        assert program.warm() == reported, (group, "taken back")
        assert program.daemon() == reported, (group, "taken back")


@needs_workers
def test_workers_agree_with_one_process(program: Program) -> None:
    alone = program.cold()
    assert program.cold("-n2") == alone
    assert alone
