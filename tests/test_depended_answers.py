"""Dependencies decide on the tasks of functions that are plain themselves, also in other files."""

from pathlib import Path

import pytest
from answers import Program, all_runs_follow, needs_workers, workers_follow

pytestmark = [pytest.mark.once, pytest.mark.repeats]

APPS = {
    # Nothing that this imports says what its handlers do.
    "app_dependency.py": """\
from fastapi import BackgroundTasks

def send() -> None: ...

def audited(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
""",
    "app_routes.py": """\
import app_dependency
from fastapi import Depends, FastAPI

app = FastAPI()

@app.get("/")
def handler(_: None = Depends(app_dependency.audited)) -> None:
    raise OSError
""",
    "app_refused.py": """\
import lib
from fastapi import BackgroundTasks, Depends, FastAPI

app = FastAPI()

def send() -> None: ...

@app.get("/")
def handler(tasks: BackgroundTasks, _: None = Depends(lib.check)) -> None:
    tasks.add_task(send)
""",
    "app_nested.py": """\
import lib
from fastapi import BackgroundTasks, Depends, FastAPI

app = FastAPI()

def send() -> None: ...

@app.get("/")
def handler(tasks: BackgroundTasks, _: None = Depends(lib.user)) -> None:
    tasks.add_task(send)
""",
    "app_router.py": """\
from fastapi import BackgroundTasks
from routers import router

def send() -> None: ...

@router.get("/")
def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
""",
    # What is local may be anything.
    "app_local.py": """\
from fastapi import BackgroundTasks, Depends, FastAPI

app = FastAPI()

def send() -> None: ...

def add_routes() -> None:
    def check() -> None:
        raise OSError

    @app.get("/")
    def handler(tasks: BackgroundTasks, _: None = Depends(check)) -> None:
        tasks.add_task(send)
""",
    "app_plain.py": """\
import lib
from fastapi import BackgroundTasks, Depends, FastAPI

app = FastAPI()
checked = lib.Checks()

def send() -> None: ...

@app.get("/")
def handler(
    tasks: BackgroundTasks,
    of_class: None = Depends(lib.Checks.check),
    of_object: None = Depends(checked.check),
) -> None:
    tasks.add_task(send)
""",
}
MODULES = {
    "lib.py": """\
from fastapi import Depends

def check() -> None:
    raise OSError

def user(_: None = Depends(check)) -> None:
    print()

class Checks:
    @staticmethod
    def check() -> None:
        print()
""",
    "routers.py": """\
import lib
from fastapi import APIRouter, Depends

router = APIRouter(dependencies=[Depends(lib.check)])
""",
}

# Each edit: the file, the text before, the text after, and the files whose errors go away.
EDITS = [
    ("lib.py", "    raise OSError", "    print(1)", "app_nested.py app_refused.py app_router.py"),
    ("lib.py", "Depends(check)", "Depends(print)", "app_nested.py"),
    ("routers.py", "Depends(lib.check)", "Depends(print)", "app_router.py"),
    ("app_routes.py", "    raise OSError", "    print(1)", "app_dependency.py"),
    ("app_routes.py", "Depends(app_dependency.audited)", "Depends(print)", "app_dependency.py"),
]


@pytest.fixture
def program(tmp_path: Path, libraries: Path) -> Program:
    """Write the program."""
    return Program(tmp_path, libraries, APPS, MODULES)


def test_all_runs_agree_on_what_dependencies_decide(program: Program) -> None:
    files = {"app_local.py"} | {file for edit in EDITS for file in edit[-1].split()}
    assert all_runs_follow(program, EDITS) == files


@needs_workers
def test_workers_agree_on_what_dependencies_decide(program: Program) -> None:
    workers_follow(program, EDITS)
