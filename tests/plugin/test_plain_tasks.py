"""Which tasks the plugin asks the rules about: all that are not plain."""

import shutil
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.facts.source import Source
from background_typed_check.rules import Found
from background_typed_check.rules.rule import Rule
from background_typed_mypy.internals import Checker
from background_typed_mypy.returning import may_return
from background_typed_mypy.run import Asked, Run, Verdict
from mypy import api

SETTINGS: Final = """\
[mypy]
plugins = background_typed_mypy
check_untyped_defs = true
disable_error_code = unused-coroutine
"""
OTHER: Final = """\
from functools import cache
from typing import NoReturn

@cache
def counted(number: int = 1) -> int:
    return number

def hidden() -> None:
    print()

def refuse() -> None:
    raise ValueError

def greet() -> None:
    print()

async def load(number: int) -> int:
    return number

def untyped(number):
    return load(number)

def plain(number):
    return number

def stored(number: int) -> int:
    kept = load(number)
    return number

class Mailer:
    async def send(self, to: str) -> None: ...
    def stored(self) -> int:
        return 1
    @classmethod
    def shared(cls) -> None: ...

class Sent:
    def __init__(self) -> None:
        print()
    def again(self) -> None: ...

def sent() -> Sent:
    return Sent()

def make() -> Mailer:
    return Mailer()

class Refusal(Exception): ...
"""
# The tasks that some rule is asked about are marked.
APP: Final = """\
import logging
import sys
from asyncio import Future
from collections.abc import Callable
from functools import partial
from typing import Any, Coroutine, Generator, NoReturn, TypedDict, TypeVar, overload

import other
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Response
from fastapi.responses import JSONResponse
from other import Mailer
from unknown import Unknown  # type: ignore[import-not-found]

app, router, logger = FastAPI(), APIRouter(), logging.getLogger()

Later = TypeVar("Later", bound=Coroutine[Any, Any, None])
async def send(to: str) -> None: ...
def write(to: str) -> int: return 1
def nothing(to): ...
def write_later() -> Callable[[str], int]: return write
class Refusal:
    background: BackgroundTasks | None = None
class Answer(Unknown): ...
def rows() -> Generator[int, None, None]: yield 1
def later(to: str) -> Any: return send(to)
@overload
def over(to: str) -> str: ...
@overload
def over(to: int) -> int: ...
def over(to: str | int) -> str | int: return to
def stop() -> None: raise ValueError
def go() -> None: pass
def shout() -> None: print()

@app.post("/plain")
async def plain(tasks: BackgroundTasks, mailer: Mailer, to: str = "") -> dict[str, str]:
    tasks.add_task(send, to)
    tasks.add_task(write, to=to)
    tasks.add_task(mailer.send, to)
    tasks.add_task(Mailer.shared)
    tasks.add_task(Mailer)  # asked
    tasks.add_task(other.Sent)
    tasks.add_task(other.sent)
    tasks.add_task(other.make)  # asked
    tasks.add_task(over, to)
    tasks.add_task(partial(send, to))
    tasks.add_task(other.load, 1)
    tasks.add_task(other.plain, 1)
    tasks.add_task(other.counted)
    tasks.add_task(exits)  # asked
    return {"to": to}

@router.get("/statements")
async def statements(tasks: BackgroundTasks, count: int) -> Response:
    "Do all that is plain."
    try:
        number = await other.load(1)
    except ValueError:
        raise other.Refusal
    if number > 5:
        raise other.Refusal
    number += 1
    assert number
    shout()
    logger.info("started")
    go()
    other.greet()
    if number > 1:
        tasks.add_task(send, "a")
    else:
        pass
    for each in range(number):
        if each > 5:
            break
        tasks.add_task(send, "b")
    while number:
        number -= 1
    try:
        tasks.add_task(send, "d")
    except ValueError:
        pass
    match number:
        case 1:
            tasks.add_task(send, "e")
    return JSONResponse({})

@app.post("/with")
def in_a_with(tasks: BackgroundTasks) -> None:
    other.hidden()
    with open("file"):
        tasks.add_task(send, "c")  # asked

@app.post("/callees")
def callees(tasks: BackgroundTasks) -> None:
    tasks.add_task(rows)  # asked
    tasks.add_task(later, "a")  # asked
    tasks.add_task(lambda: None)  # asked
    tasks.add_task(print, "a")  # asked
    tasks.add_task(other.untyped, 1)  # asked
    tasks.add_task(partial(rows))  # asked
    tasks.add_task(write_later(), "a")  # asked
    tasks.add_task(partial(*(shout,)))  # asked
    tasks.add_task(nothing, "a")

@app.post("/raises")
def raises(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # asked
    raise other.Refusal

@app.post("/branches")
def branches(tasks: BackgroundTasks, flag: bool) -> None:
    if flag:
        tasks.add_task(send, "a")  # asked
        raise ValueError
    tasks.add_task(send, "a")  # asked
    if flag:
        raise ValueError

@app.post("/both")
def both(tasks: BackgroundTasks, flag: bool) -> None:
    tasks.add_task(send, "a")  # asked
    if flag:
        raise ValueError
    else:
        raise TypeError

@app.post("/refuses")
def refuses(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # asked
    other.refuse()

@app.post("/stops")
def stops(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # asked
    stop()

def fail() -> NoReturn: ...

@app.post("/fails")
def fails(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # asked
    fail()

def bounded(coroutine: Later) -> Later: return coroutine

@app.post("/bounded")
def of_a_bound(tasks: BackgroundTasks) -> None:
    tasks.add_task(bounded, send("a"))  # asked
    def unused(tasks: BackgroundTasks) -> None:
        tasks.add_task(send, "a")  # asked

class Options(TypedDict):
    name: str

@app.post("/options")
def of_options(tasks: BackgroundTasks, options: Options) -> None:
    options.get("name")
    tasks.add_task(send, "a")

@app.post("/of-class")
def of_class(tasks: BackgroundTasks) -> None:
    Mailer.shared()
    tasks.add_task(send, "a")

@app.post("/untyped")
async def untyped_parameter(tasks: BackgroundTasks, session=None):  # type: ignore[no-untyped-def]
    (await session.execute(1))[0].all()
    tasks.add_task(send, "a")

checked = Mailer()

@app.post("/of-object")
def of_object(tasks: BackgroundTasks, stored: int = Depends(checked.stored)) -> None:
    tasks.add_task(send, "a")

@app.post("/subscript")
def subscript(tasks: BackgroundTasks, calls: list[Any]) -> None:
    calls[0]()
    tasks.add_task(send, "a")  # asked

@app.post("/made")
def made(tasks: BackgroundTasks) -> None:
    (send)("a").close()
    tasks.add_task(send, "a")  # asked

def early(number: int) -> int:
    if number:
        return 1
    return early(number - 1)

@app.post("/early")
def returns_early(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")
    early(1)

@app.post("/exits")
def exits(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # asked
    sys.exit()

@app.post("/unknown")
def unknown(tasks: BackgroundTasks, call: Any) -> None:
    tasks.add_task(send, "a")  # asked
    call.it()

@app.post("/constant")
def constant(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # asked
    if 1:
        raise ValueError

@app.post("/endless")
def endless(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # asked
    while True:
        pass

@app.post("/background")
def background(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send, "a")  # asked
    return JSONResponse({}, background=BackgroundTasks())

@app.post("/variable")
def variable(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send, "a")  # asked
    response = JSONResponse({})
    return response

@app.post("/number")
def number(tasks: BackgroundTasks, mailer: Mailer) -> int:
    tasks.add_task(send, "a")
    stored = other.stored(1)
    return stored

@app.post("/object")
async def made_object(tasks: BackgroundTasks) -> Refusal:
    tasks.add_task(send, "a")
    refusal = Refusal()
    return refusal

@app.post("/given")
async def given_later(tasks: BackgroundTasks) -> Refusal:
    tasks.add_task(send, "a")  # asked
    refusal = Refusal()
    refusal.background = BackgroundTasks()
    return refusal

@app.post("/unknown_class")
def of_unknown_class(tasks: BackgroundTasks) -> Answer:
    tasks.add_task(send, "a")  # asked
    answer = Answer()
    return answer

@app.post("/unknown_result")
def of_unknown_result(tasks: BackgroundTasks, call: Any) -> Any:
    tasks.add_task(send, "a")  # asked
    answer = nothing("a")
    return answer

@app.post("/awaited")
async def of_awaited(tasks: BackgroundTasks, call: Future[Response]) -> Response:
    tasks.add_task(send, "a")  # asked
    answer = await call
    return answer

@app.post("/rebound")
def rebound(tasks: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send, "a")  # asked

@app.post("/local")
def local() -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send, "a")  # asked

@app.post("/nested")
def nested(tasks: BackgroundTasks) -> None:
    def add() -> None:
        tasks.add_task(send, "a")  # asked
    add()

@app.post("/awaits")
async def awaits(tasks: BackgroundTasks) -> None:
    await tasks.add_task(send, "a")  # type: ignore[func-returns-value,misc]  # asked

@app.websocket("/socket")
async def socket(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # asked

def yields(tasks: BackgroundTasks) -> Generator[None, None, None]:
    yield
    tasks.add_task(send, "a")  # asked

class View:
    @router.get("/method")
    def method(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(send, "a")
        self.done()

    def done(self) -> None: ...

tasks = BackgroundTasks()
tasks.add_task(send, "a")  # asked
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Note the lines of the tasks that a rule is asked about."""
    asked: set[int] = set()
    judge = Asked.found

    def found(self: Asked, rules: tuple[Rule, ...]) -> list[Found]:
        asked.add(self.task.call.lineno)
        return judge(self, rules)

    monkeypatch.setattr(Asked, "found", found)
    return asked


@pytest.mark.once
def test_rules_are_asked_about_what_is_not_plain(
    asked: set[int], tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"app.py": APP, "other.py": OTHER, "mypy.ini": SETTINGS}.items():
        Path(name).write_text(text, encoding="utf-8")
    shutil.copytree(libraries, ".mypy_cache")
    _, errors, _ = api.run(["."])
    assert not errors
    marked = {number for number, line in enumerate(APP.splitlines(), 1) if "# asked" in line}
    assert asked == marked


@pytest.mark.once
def test_no_source_is_asked_whether_a_function_returns_whose_text_shows_it(
    tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    show = Run.sources_showing

    def sources_showing(
        self: Run, verdict: Verdict, checker: Checker, fullname: str
    ) -> frozenset[Source] | None:
        if verdict is may_return:
            shown.append(fullname)
        return show(self, verdict, checker, fullname)

    monkeypatch.setattr(Run, "sources_showing", sources_showing)
    monkeypatch.chdir(tmp_path)
    for name, text in {"app.py": APP, "other.py": OTHER, "mypy.ini": SETTINGS}.items():
        Path(name).write_text(text, encoding="utf-8")
    shutil.copytree(libraries, ".mypy_cache")
    api.run(["."])
    assert "other.refuse" in shown
    assert "other.greet" in shown  # it ends with a call
    assert "other.stored" not in shown
    assert "other.hidden" not in shown  # nothing depends on it: the handler is not plain anyway
