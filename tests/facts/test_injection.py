"""Who is passed the collection of a handler: only the handler, or perhaps others as well."""

from pathlib import Path
from typing import Final

import pytest
from asking import written
from background_typed_check.facts import Facts
from background_typed_check.facts.handlers import is_injected, is_only_handler
from background_typed_check.facts.held import uses_of
from background_typed_check.facts.injection import asked_by_tree
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.facts.uses import Uses

HEAD: Final = """
from typing import Annotated
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
from fastapi.security import HTTPBearer
import other
def keep(tasks: BackgroundTasks): kept.append(tasks)
router = APIRouter()
"""
HANDLER: Final = "def handler(tasks: BackgroundTasks): tasks.add_task(print)\n"
ROUTE: Final = HEAD + "@router.get('/')\n" + HANDLER
KEEPING: Final = HEAD + "router.include_router(app.router, dependencies=[Depends(keep)])\n"


def route(arguments: str, around: str = "") -> str:
    """Return a program whose route has these arguments."""
    return f"{HEAD}{around}\n@router.get('/', {arguments})\n{HANDLER}"


def depends(dependency: str, around: str = "") -> str:
    """Return a program whose handler has a dependency."""
    return route(f"dependencies=[Depends({dependency})]", around)


ALONE: Final = {
    "a handler": ROUTE,
    "no dependencies": route("dependencies=None"),
    "other arguments": route("status_code=201"),
    "a plain dependency": depends("login", "def login(name: str): ..."),
    "a plain lambda": depends("lambda: None"),
    "a dependency of FastAPI's own": depends("HTTPBearer()"),
    "a class without a collection": depends(
        "C", "class C:\n    def __init__(self, name: str): ..."
    ),
    "a router elsewhere that keeps tasks": f"{ROUTE}--- other.py\n{KEEPING}"
    "--- b.py\nimport other\n",
    "a dependency that only adds": depends("add", "def add(tasks: BackgroundTasks): ..."),
    "something else of the same name": f"{ROUTE}--- b.py\nfrom other import handler\n"
    "--- c.py\nimport other\nother.handler(1)\n--- d.py\nhandler = 1\n",
    "added by a call": HEAD + HANDLER + "router.add_api_route('/', handler)\n",
    "included with a plain dependency": f"{ROUTE}--- b.py\nimport app\n{HEAD}"
    "def login(): ...\nrouter.include_router(app.router, dependencies=[Depends(login)])\n",
}
SHARED: Final = {
    "included by a module that finds it at run time": f"{ROUTE}--- b.py\nimport importlib\n"
    + KEEPING.replace("app.router", "importlib.import_module(name).router"),
    "no decorator": HEAD + HANDLER,
    "called in another file": f"{ROUTE}--- b.py\nimport app\napp.handler(1)\n",
    "imported in another file": f"{ROUTE}--- b.py\nfrom app import handler\n",
    "imported from an unknown package": f"{ROUTE}--- b.py\nimport app\n"
    "from package import handler\n",
    "imported by a detour": f"{ROUTE}--- b.py\nfrom app import *\n"
    "--- c.py\nfrom b import handler\n",
    "added by a call and called": HEAD
    + HANDLER
    + "router.add_api_route('/', handler)\nhandler(1)\n",
    "added by a call of something else": HEAD + HANDLER + "other.add_api_route('/', handler)\n",
    "a decorator that is not called": HEAD + "@router.get\n" + HANDLER,
    "another decorator": HEAD + "@router.websocket('/')\n" + HANDLER,
    "an unknown decorator": HEAD + "@d('/')\n" + HANDLER,
    "called by its name": ROUTE + "handler(1)",
    "keywords from elsewhere": route("**given"),
    "dependencies from elsewhere": route("dependencies=given"),
    "something else as a dependency": route("dependencies=[given]"),
    "a dependency that keeps": depends("keep"),
    "a dependency that needs one": depends("needs", "def needs(a=Depends(keep)): ..."),
    "a dependency in a circle": depends("login", "def login(a=Depends(login)): ..."),
    "a dependency without a name": depends(""),
    "an unknown dependency": depends("unknown"),
    "a dependency from elsewhere": depends("other.keep"),
    "a lambda with a default": depends("lambda a=Depends(keep): None"),
    "a class that takes it": depends(
        "C", "class C:\n    def __init__(self, tasks: BackgroundTasks): self.tasks = tasks"
    ),
    "an object that takes it": depends(
        "C()", "class C:\n    def __call__(self, tasks: BackgroundTasks): kept.append(tasks)"
    ),
    "an annotated dependency": f"{HEAD}@router.get('/')\n"
    "def handler(tasks: BackgroundTasks, a: Annotated[int, Depends(keep)]):\n"
    "    tasks.add_task(print)\n",
    "included with one that keeps": f"{ROUTE}--- b.py\nimport app\n{KEEPING}",
    "included behind another file": f"{ROUTE}--- b.py\nimport c\n{KEEPING}--- c.py\nimport app\n",
    "included in a package": f"{ROUTE}--- p/b.py\nfrom app import *\n{KEEPING}--- p/__init__.py\n",
}


def parameter(annotation: str, around: str = "") -> str:
    """Return a program with a parameter that a task is added to."""
    return f"{HEAD}{around}\ndef handler(tasks: {annotation}): tasks.add_task(print)\n"


INJECTED: Final = {
    "by its class": parameter("BackgroundTasks"),
    "in quotes": parameter("'BackgroundTasks'"),
    "a subclass": parameter("Own", "class Own(BackgroundTasks): ..."),
    "a subclass in a package": parameter("Own", "from p.a import Own")
    + "--- p/__init__.py\n--- p/a.py\nfrom fastapi import BackgroundTasks\n"
    "class Own(BackgroundTasks): ...\n",
}
PASSED: Final = {
    "annotated": parameter("Annotated[BackgroundTasks, Depends(keep)]"),
    "by an alias": parameter("Own", "Own = Annotated[BackgroundTasks, Depends(keep)]"),
    "optional": parameter("BackgroundTasks | None"),
    "with a default": parameter("BackgroundTasks = Depends(keep)"),
    "its own": HEAD + "def f():\n    tasks = BackgroundTasks()\n    tasks.add_task(print)\n",
}


def asked(program: str, folder: Path) -> tuple[Uses, Facts]:
    """Return what the handler of a program does with its collection."""
    facts, source = written(program, folder)
    uses = uses_of(next(find_tasks(source, facts)), facts)
    assert uses is not None
    return uses, facts


@pytest.mark.parametrize("program", ALONE.values(), ids=ALONE)
def test_only_the_handler_is_passed_its_collection(program: str, tmp_path: Path) -> None:
    assert is_only_handler(*asked(program, tmp_path))


@pytest.mark.parametrize("program", SHARED.values(), ids=SHARED)
def test_somebody_else_may_be_passed_the_collection(program: str, tmp_path: Path) -> None:
    assert not is_only_handler(*asked(program, tmp_path))


@pytest.mark.parametrize("program", INJECTED.values(), ids=INJECTED)
def test_fastapi_passes_the_collection(program: str, tmp_path: Path) -> None:
    assert is_injected(*asked(program, tmp_path))


@pytest.mark.parametrize("program", PASSED.values(), ids=PASSED)
def test_the_collection_may_be_another(program: str, tmp_path: Path) -> None:
    assert not is_injected(*asked(program, tmp_path))


@pytest.mark.parametrize(
    ("program", "number"),
    [
        (ROUTE, 0),
        (f"{HEAD}app = FastAPI(dependencies=[Depends(keep), Depends(keep)])\n", 2),
        (f"{HEAD}app = FastAPI(dependencies=kept)\n", None),
        (f"{HEAD}--- b.py\nfrom fastapi import FastAPI\nFastAPI(dependencies=kept)\n", 0),
    ],
)
def test_applications_ask_for_what_is_written_out(
    program: str, number: int | None, tmp_path: Path
) -> None:
    facts, source = written(program, tmp_path)
    asked = asked_by_tree(source, facts)
    assert (None if asked is None else len(asked)) == number
