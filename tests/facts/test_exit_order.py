"""Whether what follows the `yield` of a dependency runs when all else has ended."""

from pathlib import Path

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.dependencies import ends_before, nothing_keeps_collections
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.source import Source

PROGRAM = """
import asyncio
from contextlib import suppress
from functools import wraps
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException
from fastapi.responses import JSONResponse

kept = []

def add(tasks: BackgroundTasks):
    yield
    tasks.add_task(print)

async def run(tasks: BackgroundTasks):
    try:
        yield
    finally:
        await tasks()

def stop():
    try:
        yield
    except HTTPException:
        print("stopped")

def hide():
    with suppress(Exception):
        yield

def log(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper

def save(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        with suppress(Exception):
            return function(*args, **kwargs)
    return wrapper

async def run_later(tasks: BackgroundTasks):
    await asyncio.sleep(1)
    await tasks()

"""
APP = "app = FastAPI()\n"
RUN_FIRST = "@app.get('/', dependencies=[Depends(run)])\n"
RAISING = "def of(_=Depends(add)):\n    raise HTTPException(409)\n"


def are_all_over(folder: Path, text: str) -> bool:
    """Return whether all that may run tasks has ended when the dependency `add` goes on."""
    (folder / "app.py").write_text(PROGRAM + text)
    facts = Facts(Disk(), [str(folder / "app.py")])
    facts.tree = facts.all_files = Source("all", b"")
    source = facts.disk.source(str(folder / "app.py"))
    assert source is not None
    added = facts.names.look_up("add", facts.scopes(source).module)
    assert isinstance(added, Function)
    return nothing_keeps_collections(added, facts, ends_before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.get('/')\ndef of(a=Depends(add), b=Depends(run)): ...", True),
        ("@app.get('/')\ndef of(a=Depends(run), b=Depends(add)): ...", False),
        ("@app.get('/')\ndef of(a=Depends(run, scope='function'), b=Depends(add)): ...", True),
        ("@app.get('/')\ndef of(a=Depends(add), b=Depends(run, use_cache=True)): ...", False),
        ("@app.get('/')\n@app.put('/')\ndef of(a=Depends(add), b=Depends(run)): ...", False),
        ("@app.get('/', dependencies=[Depends(add), Depends(run)])\ndef of(): ...", True),
        ("@app.get('/', dependencies=[Depends(run), Depends(add)])\ndef of(): ...", False),
        (f"{RUN_FIRST}def of(a=Depends(add)): ...", False),
        (f"{RUN_FIRST}def of(a=Depends(add), b=Depends(unknown)): ...", False),
    ],
)
def test_dependencies_end_in_the_reverse_order(
    text: str, tmp_path: Path, *, expected: bool
) -> None:
    assert are_all_over(tmp_path, f"{APP}{text}\n") == expected


@pytest.mark.parametrize(
    ("given", "included", "of_router", "expected"),
    [
        ("Depends(add)", "", "Depends(run)", True),
        ("Depends(add)", "Depends(run)", "", True),
        ("Depends(run)", "Depends(add)", "", False),
        ("Depends(add), Depends(run)", "", "", True),
        ("Depends(run), Depends(add)", "", "", False),
        ("", "Depends(run)", "Depends(add)", False),
        ("", "Depends(add), Depends(run)", "", True),
        ("Depends(add)", "Depends(run)", "Depends(run)", True),
        ("Depends(add)", "Depends(run), dependency", "", False),
        ("Depends(add), dependency", "", "Depends(run)", False),
    ],
)
def test_those_of_the_application_come_before_those_of_routers(
    given: str, included: str, of_router: str, tmp_path: Path, *, expected: bool
) -> None:
    lines = [
        f"app = FastAPI(dependencies=[{given}])",
        f"router = APIRouter(dependencies=[{of_router}])",
        "@router.get('/')",
        "def of(): ...",
        f"app.include_router(router, dependencies=[{included}])",
    ]
    assert are_all_over(tmp_path, "\n".join(lines)) == expected


def test_the_order_among_the_dependencies_of_a_router_says_nothing_of_other_handlers(
    tmp_path: Path,
) -> None:
    lines = [
        "app = FastAPI()",
        "router = APIRouter(dependencies=[Depends(add), Depends(run)])",
        "@router.get('/')",
        "def of(): ...",
        "@app.get('/')",
        "def of_app(a=Depends(run), b=Depends(add)): ...",
        "app.include_router(router)",
    ]
    assert not are_all_over(tmp_path, "\n".join(lines))


def test_of_several_applications_none_comes_first(tmp_path: Path) -> None:
    lines = [
        "app = FastAPI(dependencies=[Depends(add)])",
        "other = FastAPI()",
        "router = APIRouter(dependencies=[Depends(run)])",
        "@router.get('/')",
        "def of(): ...",
        "app.include_router(router)",
    ]
    assert not are_all_over(tmp_path, "\n".join(lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{RUN_FIRST}{RAISING}", True),
        (f"{RUN_FIRST}@log\n{RAISING}", True),
        (f"{RUN_FIRST}@save\n{RAISING}", False),
        (f"{RUN_FIRST}{RAISING}    yield\n", False),
        (f"{RUN_FIRST}def of(_=Depends(add), a=1):\n    if a: raise HTTPException(409)\n", False),
        (f"{RUN_FIRST}{RAISING.replace('(_', '(a=Depends(stop), _')}", False),
        (f"{RUN_FIRST}{RAISING.replace('(_', '(a=Depends(hide), _')}", False),
        (f"{RUN_FIRST}{RAISING.replace('(_', '(a=Depends(unknown), _')}", False),
    ],
)
def test_an_exception_leaves_a_dependency_at_its_yield(
    text: str, tmp_path: Path, *, expected: bool
) -> None:
    assert are_all_over(tmp_path, f"{APP}{text}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("await tasks()", True),
        ("for each in tasks.tasks: await each()", True),
        ("for each in tasks.tasks: kept.append(each)", False),
        ("for each in tasks.kept: await each()", True),
        ("await run_later(tasks)", True),
        ("asyncio.create_task(run_later(tasks))", False),
        ("asyncio.create_task(tasks())", False),
        ("async def later(): await tasks()\n    asyncio.create_task(later())", False),
        ("run(tasks)", False),
        ("await unknown(tasks)", False),
        ("return JSONResponse({}, background=tasks)", True),
        ("return Own({}, background=tasks)", True),
        ("return Other({}, background=tasks)", False),
        ("return Changed({}, background=tasks)", False),
        ("response = JSONResponse({}, background=tasks)\n    return response", True),
        ("response = JSONResponse({}, background=tasks)\n    kept.append(response)", False),
        ("return [JSONResponse({}, background=tasks)]", False),
        ("response.background = tasks", True),
        ("kept.append(tasks)\n    return kept", False),
        ("def later():\n        nonlocal tasks", False),
    ],
)
def test_a_handler_may_have_its_tasks_run_later(
    line: str, tmp_path: Path, *, expected: bool
) -> None:
    lines = [
        "class Own(JSONResponse):",
        "    media_type = 'a/b'",
        "class Other(JSONResponse):",
        "    def __init__(self, content, background): asyncio.create_task(background())",
        "class Changed(JSONResponse):",
        "    background = property(print)",
        "@app.get('/')",
        "async def of(tasks: BackgroundTasks, response, _=Depends(add)):",
        f"    {line}",
    ]
    assert are_all_over(tmp_path, "\n".join([APP, *lines])) == expected
