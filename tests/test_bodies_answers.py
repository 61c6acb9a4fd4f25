"""The verdicts depend on the bodies of functions in other files, which mypy itself ignores.

These edits do not change the interfaces of modules, so mypy alone would not recheck any others.
"""

import json
from pathlib import Path

import pytest
from answers import Program, all_runs_follow, needs_workers, workers_follow

pytestmark = [pytest.mark.once, pytest.mark.repeats]

APPS = {
    "app_returned.py": """\
import lib
from starlette.background import BackgroundTask

print(BackgroundTask(lib.awaitable))
""",
    "app_wrapped.py": """\
import lib
from starlette.background import BackgroundTasks

class Service:
    def handle(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(lib.wrapped)
""",
    "app_deeper.py": """\
import lib
from starlette.background import BackgroundTask

def handle() -> None:
    print(BackgroundTask(lib.deeper))
""",
    "app_handler.py": """\
from fastapi import APIRouter, BackgroundTasks

router = APIRouter()

def send() -> None: ...

@router.get("/")
def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise OSError
""",
    "app_refused.py": """\
import lib
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()

def send() -> None: ...

@app.get("/")
def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    lib.refuse()
""",
    "app_helped.py": """\
import lib
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()

@app.get("/")
def handler(tasks: BackgroundTasks) -> None:
    lib.remember(tasks)
    raise OSError
""",
    "app_untyped.py": """\
import lib
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()

@app.get("/")
def handler(tasks: BackgroundTasks) -> None:
    lib.remember_untyped(tasks)
    raise OSError
""",
    "app_object.py": """\
import lib
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()

@app.get("/")
def handler(tasks: BackgroundTasks) -> None:
    mailer = lib.Mailer(tasks)
    mailer.greet()
    raise OSError
""",
    "app_held.py": """\
import lib
from fastapi import Depends, FastAPI

app = FastAPI()

def send() -> None: ...

@app.get("/")
def handler(mailer: lib.Mailer = Depends(lib.mailer)) -> None:
    mailer.tasks.add_task(send)
    raise OSError
""",
    "app_handed.py": """\
import lib
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()

@app.get("/")
def handler(tasks: BackgroundTasks) -> None:
    lib.plan(tasks.add_task)
    raise OSError
""",
    "app_mapped.py": """\
import lib
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()

def send() -> None: ...

@app.get("/")
def handler(tasks: BackgroundTasks) -> None:
    list(map(tasks.add_task, [send]))
    lib.leave()
""",
    "app_renamed.py": """\
import lib
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()

def send() -> None: ...

@app.get("/")
def handler(tasks: BackgroundTasks) -> None:
    add = tasks.add_task
    add(send)
    lib.leave()
""",
    "app_local.py": """\
import lib
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()

@app.get("/")
def handler(tasks: BackgroundTasks) -> None:
    def remember(given: BackgroundTasks) -> None:
        given.add_task(print)

    remember(tasks)
    lib.leave()
""",
    "app_blocks.py": """\
import lib
from starlette.background import BackgroundTask

print(BackgroundTask(lib.report))
""",
    "app_drops.py": """\
import lib
from starlette.background import BackgroundTask

async def notify() -> None:
    await lib.forward()

print(BackgroundTask(notify))
""",
    # The handler does not import this, even indirectly.
    "app_main.py": """\
import app_handler
import dependencies
from fastapi import Depends, FastAPI

app = FastAPI()
app.include_router(app_handler.router, dependencies=[Depends(dependencies.checks)])
""",
    "app_without_tasks.py": "import lib\n",
}
LIB = """\
from collections.abc import Awaitable, Callable
from typing import Any
from fastapi import BackgroundTasks
import decorators
import helpers

async def coroutine() -> None: ...
def remember(tasks: BackgroundTasks) -> None:
    tasks.add_task(print)
def remember_untyped(tasks):  # type: ignore[no-untyped-def]
    tasks.add_task(print)  # untyped
def plan(add: Callable[..., None]) -> None:
    add(print)
class Mailer:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks
    def greet(self) -> None:
        self.tasks.add_task(print)
mailers: list[type[Mailer]] = [Mailer]
def mailer(tasks: BackgroundTasks) -> Mailer:
    return Mailer(tasks)
def refuse() -> None:
    raise OSError("refused")
def leave() -> None:
    raise OSError("left")
def given() -> Awaitable[None]:
    raise NotImplementedError
def awaitable() -> Awaitable[None]:
    return coroutine()
async def report() -> None:
    helpers.pause()
async def forward() -> None:
    coroutine()
@decorators.here
async def wrapped() -> None: ...
@decorators.there
async def deeper() -> None: ...
"""
DECORATORS = """\
from typing import Any
from helpers import there as there

def here(f: Any) -> Any:
    def wrapper() -> Any:
        return f()
    return wrapper
"""
HELPERS = """\
import time
from typing import Any

def pause() -> None:
    time.sleep(1)

def there(f: Any) -> Any:
    def wrapper() -> Any:
        return f()
    return wrapper
"""
DEPENDENCIES = """\
from typing import Any
from fastapi import BackgroundTasks

kept: list[BackgroundTasks] = []
def checks() -> None: ...
def keeps(tasks: BackgroundTasks) -> None:
    kept.append(tasks)
def last() -> BackgroundTasks:
    return kept[-1]
"""
MODULES = {
    "lib.py": LIB,
    "decorators.py": DECORATORS,
    "helpers.py": HELPERS,
    "dependencies.py": DEPENDENCIES,
}

# Each edit: the file, the text before, the text after, and the files whose errors go away.
EDITS = [
    ("lib.py", "    return coroutine()", "    return given()", "app_returned.py"),
    ("decorators.py", "        return f()", "        return print(f)", "app_wrapped.py"),
    ("helpers.py", "        return f()", "        return print(f)", "app_deeper.py"),
    ("lib.py", '    raise OSError("refused")', '    print("refused")', "app_refused.py"),
    ("lib.py", '    raise OSError("refused")', "    return None", "app_refused.py"),
    ("lib.py", "    tasks.add_task(print)\n", "    print(tasks)\n", "app_helped.py"),
    ("lib.py", "    tasks.add_task(print)  #", "    print(tasks)  #", "app_untyped.py"),
    ("lib.py", "        self.tasks.add_task(print)", "        print(self)", "app_object.py"),
    ("lib.py", "    return Mailer(tasks)", "    return mailers[0](tasks)", "app_held.py"),
    ("lib.py", "    add(print)", "    print(add)", "app_handed.py"),
    (
        "lib.py",
        '    raise OSError("left")',
        "    print()",
        "app_mapped.py app_renamed.py app_local.py",
    ),
    ("helpers.py", "    time.sleep(1)", "    print(1)", "app_blocks.py"),
    ("lib.py", "    coroutine()\n", "    await coroutine()\n", "app_drops.py"),
    ("app_main.py", "dependencies.checks", "dependencies.keeps", "app_handler.py"),
]


@pytest.fixture
def program(tmp_path: Path, libraries: Path) -> Program:
    """Write the program."""
    return Program(tmp_path, libraries, APPS, MODULES)


def test_all_runs_agree_after_an_edit_of_a_body_elsewhere(program: Program) -> None:
    files = {file for edit in EDITS for file in edit[-1].split()}
    assert all_runs_follow(program, EDITS) == files


@needs_workers
def test_workers_see_an_edit_of_a_body_elsewhere(program: Program) -> None:
    workers_follow(program, EDITS)


def test_a_module_that_loses_its_tasks_loses_its_record(program: Program) -> None:
    program.warm()
    (folder,) = (program.folder / "warm").rglob("background_typed")
    records = {each.stem: json.loads(each.read_bytes()) for each in folder.iterdir()}
    without = {"app_main", "app_without_tasks"}
    adding = {"imports", "lib"}  # which rest on what is passed to `Depends`
    assert {*records} == {name.removesuffix(".py") for name in APPS} - without | adding
    assert {Path(each).name for each in records["app_deeper"]} == {
        "decorators.py",
        "helpers.py",
        "lib.py",
    }
    program.edit("app_deeper.py", "    print(BackgroundTask(lib.deeper))", "    print(lib.deeper)")
    program.warm()
    assert not (folder / "app_deeper.json").exists()


def test_a_damaged_record_counts_as_a_change(program: Program) -> None:
    reported = program.warm()
    (record,) = (program.folder / "warm").rglob("app_deeper.json")
    written = record.read_text()
    for damage in ("", "[]", "{"):
        record.write_text(damage)
        assert program.warm() == reported
        assert record.read_text() == written


def test_a_deleted_file_counts_as_a_change(program: Program) -> None:
    program.warm()
    program.edit("lib.py", "@decorators.here\n", "")
    program.edit("lib.py", "import decorators\n", "import helpers as decorators\n")
    (program.folder / "decorators.py").unlink()
    assert program.warm() == program.cold()


def test_without_a_cache_there_is_no_record(program: Program) -> None:
    assert program.mypy("--cache-dir=/dev/null", "app_wrapped.py")
