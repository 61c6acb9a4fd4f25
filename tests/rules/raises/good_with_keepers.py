"""Handlers that raise, where what has the collection is read by what runs the tasks."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from fastapi import BackgroundTasks, FastAPI, HTTPException, Request
from fastapi.exceptions import FastAPIError
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()
kept: list[BackgroundTasks] = []
shared = BackgroundTasks()

__all__ = ["app", "done"]


def keep(tasks: BackgroundTasks) -> None:
    kept.append(tasks)


@app.middleware("http")
async def run(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    try:
        return await call_next(request)
    finally:
        for each in kept:
            await each()
        kept.clear()


class Log:
    def info(self, text: str, tasks: BackgroundTasks) -> None:
        keep(tasks)


log = Log()


@app.get("/own-log")
def in_its_own_log(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    log.info("%s", tasks)
    raise HTTPException(409)


# Exceptions that are read.


class Refused(Exception):
    def __init__(self, why: str, tasks: BackgroundTasks | None = None) -> None:
        self.why = why
        self.tasks = tasks


class Inheriting(Refused):
    def __init__(self, given: BackgroundTasks) -> None:
        super().__init__("no", given)


class Conflict(HTTPException):
    queue: Any = None


class Keeping(Exception):
    def __init__(self, given: BackgroundTasks) -> None:
        keep(given)


class Matched(Exception):
    def __init__(self, matched: BackgroundTasks) -> None:
        self.matched = matched


class Either(Exception):
    def __init__(self, chosen: BackgroundTasks) -> None:
        self.chosen = chosen


class Foreign(FastAPIError):
    """An exception of a library, which may read what it has."""

    foreign: Any = None


class Property(Exception):
    @property
    def given(self) -> None: ...

    @given.setter
    def given(self, tasks: BackgroundTasks) -> None:
        keep(tasks)


class Setting(Exception):
    def __setattr__(self, name: str, value: Any) -> None:
        if name == "given":
            keep(value)


@app.exception_handler(Refused)
def refused(request: Request, error: Refused) -> Response:
    return JSONResponse({}, 409, background=error.tasks)


@app.exception_handler(HTTPException)
def conflict(request: Request, error: HTTPException) -> Response:
    queue = error.queue if isinstance(error, Conflict) else None
    return JSONResponse({}, 409, background=queue or error.detail)  # type: ignore[arg-type]


@app.exception_handler(Foreign)
def foreign(request: Request, error: Foreign) -> Response:
    return JSONResponse({}, 409, background=error.foreign)


@app.exception_handler(Matched)
def matched(request: Request, error: Exception) -> Response:
    match error:
        case Matched(matched=tasks):
            return JSONResponse({}, 409, background=tasks)
    return Response()


@app.exception_handler(Either)
def either(request: Request, error: Either) -> Response:
    return JSONResponse({}, 409, background=(error or None).chosen)


@app.get("/exception")
def in_an_exception(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Refused("no", tasks)


@app.get("/exception-by-keyword")
def in_an_exception_by_keyword(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Refused(tasks=tasks, why="no")


@app.get("/exception-by-stars")
def in_an_exception_by_stars(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Refused(*["no"], tasks)


@app.get("/inheriting")
def in_an_exception_by_its_base(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Inheriting(tasks)


@app.get("/attribute")
def in_an_attribute(tasks: BackgroundTasks) -> None:
    error = Conflict(409)
    error.queue = tasks
    tasks.add_task(send)
    raise error


@app.get("/attribute-of-a-library")
def in_an_attribute_of_a_library(tasks: BackgroundTasks) -> None:
    error = Conflict(409)
    error.detail = tasks  # type: ignore[assignment]
    tasks.add_task(send)
    raise error


@app.get("/exception-of-a-library")
def in_an_exception_of_a_library(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409, tasks)


@app.get("/own-exception-of-a-library")
def in_an_own_exception_of_a_library(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Conflict(409, tasks)  # type: ignore[arg-type]


@app.get("/keeping")
def in_an_exception_that_keeps_it(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Keeping(tasks)


@app.get("/pattern")
def in_an_exception_that_is_matched(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Matched(tasks)


@app.get("/expression")
def in_an_exception_that_an_expression_reads(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Either(tasks)


@app.get("/foreign")
def in_an_exception_that_is_foreign(tasks: BackgroundTasks) -> None:
    error = Foreign()
    error.foreign = tasks
    tasks.add_task(send)
    raise error


@app.get("/property")
def in_a_property(tasks: BackgroundTasks) -> None:
    error = Property()
    error.given = tasks  # type: ignore[assignment]
    tasks.add_task(send)
    raise error


@app.get("/setting")
def in_an_exception_that_sees_it(tasks: BackgroundTasks) -> None:
    error = Setting()
    error.given = tasks
    tasks.add_task(send)
    raise error


# Objects that run the tasks.


class Runner:
    def __init__(self, mine: BackgroundTasks) -> None:
        self.mine = mine

    def run(self) -> None:
        asyncio.run(self.mine())


class Elsewhere:
    """Puts it into another object."""

    def __init__(self, mine: BackgroundTasks) -> None:
        def take(self: Refused) -> None:
            self.tasks = mine

        take(found)


class Making(type):
    def __call__(cls, *args: Any) -> Any:
        keep(args[0])


class Made(metaclass=Making): ...


@dataclass
class Fields:
    fields: BackgroundTasks


found = Refused("no")


def find() -> Refused:
    return found


@app.get("/object")
def in_an_object(tasks: BackgroundTasks) -> None:
    runner = Runner(tasks)
    tasks.add_task(send)
    runner.run()
    raise HTTPException(409, BackgroundTasks())


@app.get("/another-object")
def in_another_object(tasks: BackgroundTasks) -> None:
    Elsewhere(tasks)
    tasks.add_task(send)
    raise found


@app.get("/found")
def in_an_object_that_is_found(tasks: BackgroundTasks) -> None:
    error = find()
    error.tasks = tasks
    tasks.add_task(send)
    raise error


@app.get("/found-at-once")
def in_an_object_that_is_found_at_once(tasks: BackgroundTasks) -> None:
    find().tasks = tasks
    tasks.add_task(send)
    raise found


@app.get("/made")
def in_what_a_metaclass_makes(tasks: BackgroundTasks) -> None:
    Made(tasks)
    tasks.add_task(send)
    raise HTTPException(409, BackgroundTasks())


@app.get("/fields")
def in_fields(tasks: BackgroundTasks) -> None:
    fields = Fields(tasks)
    tasks.add_task(send)
    keep(fields.fields)
    raise HTTPException(409, BackgroundTasks())


@app.get("/response")
def in_a_response(tasks: BackgroundTasks) -> None:
    response = Response()
    response.background = tasks
    tasks.add_task(send)
    asyncio.run(response.background())
    raise HTTPException(409, BackgroundTasks())


# Functions and names that keep it.


def keeping(function: Callable[..., None]) -> Callable[..., None]:
    @wraps(function)
    def wrapper(tasks: BackgroundTasks) -> None:
        keep(tasks)

    return wrapper


@keeping
def look(tasks: BackgroundTasks) -> None: ...


def look_at_all(*tasks: BackgroundTasks) -> None:
    keep(tasks[0])


@contextmanager
def running(tasks: BackgroundTasks) -> Iterator[None]:
    try:
        yield
    finally:
        keep(tasks)


def passing(tasks: BackgroundTasks, depth: int = 3) -> None:
    if depth:
        passing(tasks, depth - 1)
    else:
        keep(tasks)


@app.get("/decorated")
def to_a_decorated_function(tasks: BackgroundTasks) -> None:
    look(tasks)
    tasks.add_task(send)
    raise HTTPException(409, BackgroundTasks())


@app.get("/variadic")
def to_a_function_that_takes_all(tasks: BackgroundTasks) -> None:
    look_at_all(tasks)
    tasks.add_task(send)
    raise HTTPException(409, BackgroundTasks())


@app.get("/manager")
def to_a_context_manager(tasks: BackgroundTasks) -> None:
    with running(tasks):
        tasks.add_task(send)
        raise HTTPException(409, BackgroundTasks())


@app.get("/passing")
def to_a_function_that_calls_itself(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    passing(tasks)
    raise HTTPException(409, BackgroundTasks())


@app.get("/default")
def as_a_default(tasks: BackgroundTasks) -> None:
    def look(queue: BackgroundTasks = tasks) -> None:
        keep(queue)

    tasks.add_task(send)
    look()
    raise HTTPException(409, BackgroundTasks())


@app.get("/lambda")
def as_a_default_of_a_lambda(tasks: BackgroundTasks) -> None:
    look = lambda queue=tasks: keep(queue)
    tasks.add_task(send)
    look()
    raise HTTPException(409, BackgroundTasks())


@app.get("/literals")
def in_literals(tasks: BackgroundTasks) -> None:
    later = {"tasks": [tasks]}
    tasks.add_task(send)
    keep(later["tasks"][0])
    raise HTTPException(409, BackgroundTasks())


@app.get("/literal")
def in_a_literal(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    kept.extend([tasks])
    raise HTTPException(409, BackgroundTasks())


@app.get("/names")
def by_other_names(tasks: BackgroundTasks, flag: bool = True) -> None:
    other = tasks if flag else None
    more = other or tasks
    tasks.add_task(send)
    keep(more)
    raise HTTPException(409, BackgroundTasks())


@app.get("/chosen")
def chosen(given: BackgroundTasks, flag: bool = True) -> None:
    tasks = given if flag else BackgroundTasks()
    tasks.add_task(send)
    keep(given)
    raise HTTPException(409, BackgroundTasks())


@app.get("/chosen-elsewhere")
def chosen_elsewhere(given: BackgroundTasks, flag: bool = True) -> None:
    tasks = shared if flag else given
    keep(shared)
    tasks.add_task(send)
    raise HTTPException(409, BackgroundTasks())


@app.get("/chosen-by-itself")
def chosen_by_itself(given: BackgroundTasks) -> None:
    other = BackgroundTasks() if given else given
    keep(other)
    other.add_task(send)
    raise HTTPException(409, BackgroundTasks())


@app.get("/awaited")
def awaited(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    coroutine = tasks()
    asyncio.run(coroutine)
    raise HTTPException(409, BackgroundTasks())


@app.get("/by-hand")
async def by_hand(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    await tasks.__call__()
    raise HTTPException(409, BackgroundTasks())
