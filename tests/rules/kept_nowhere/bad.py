"""Collections that are made here and handed to nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import background_typed
import fastapi
import starlette.background
from fastapi import BackgroundTasks, FastAPI, Request, Response

from . import elsewhere
from .elsewhere import Collection, done, send

app = FastAPI()


# Whichever library it comes from.


@app.get("/fastapi")
async def of_fastapi() -> dict[str, str]:
    tasks = BackgroundTasks()
    tasks.add_task(send, "a")  # error: background-dropped Nothing runs "tasks", because it is made here
    return {}


@app.get("/module")
async def of_a_module() -> None:
    later = fastapi.BackgroundTasks()
    later.add_task(send, to="a")  # error: background-dropped Nothing runs "later", because it is made


@app.get("/starlette")
def of_starlette() -> None:
    tasks = starlette.background.BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped handed to nothing: this task is dropped


@app.get("/background-typed")
def of_background_typed() -> None:
    tasks = background_typed.BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made here


@app.get("/elsewhere")
def of_another_file() -> None:
    tasks = elsewhere.Collection()
    tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made here
    Collection().add_task(send)  # error: background-dropped Nothing runs this collection


def endpoint(request: Request) -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made here
    return Response()


app.add_route("/endpoint", endpoint)


@app.middleware("http")
async def log(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send, "forgotten")  # error: background-dropped Nothing runs "tasks", because it is
    return await call_next(request)


# However it is made, and wherever the task is added.


@app.get("/filled")
def filled() -> None:
    tasks = BackgroundTasks([])
    tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made here
    declared: BackgroundTasks = BackgroundTasks(tasks=[])
    declared.add_task(send)  # error: background-dropped Nothing runs "declared", because it is made
    first_declared: BackgroundTasks
    first_declared = BackgroundTasks()
    first_declared.add_task(send)  # error: background-dropped Nothing runs "first_declared", because


@app.get("/branches")
def branches(flag: bool = True) -> None:
    if flag:
        tasks = BackgroundTasks()
    else:
        tasks = BackgroundTasks([])
    tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made here
    if flag:
        tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made here
    for to in "ab":
        inner = BackgroundTasks()
        inner.add_task(send, to)  # error: background-dropped Nothing runs "inner", because it is made
    match flag:
        case True:
            tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is
        case other:
            pass


@app.get("/expressions")
def expressions() -> list[None]:
    tasks = BackgroundTasks()
    return [tasks.add_task(send, to) for to in "ab"]  # error: background-dropped Nothing runs


@app.get("/functions")
async def functions() -> None:
    def inner() -> None:
        tasks = BackgroundTasks()
        tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made here

    class Service:
        async def handle(self) -> None:
            self.count = 1
            tasks = BackgroundTasks()
            tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is

    inner()
    await Service().handle()


Value = TypeVar("Value", int, str)


def log_value(value: Value) -> Value:
    tasks = BackgroundTasks()
    tasks.add_task(send, str(value))  # error: background-dropped Nothing runs "tasks", because it is
    return value


@app.get("/constrained-types")
def constrained_types() -> list[int | str]:
    return [log_value(1), log_value("a")]


# Without a name.


@app.get("/no-name")
async def no_name() -> None:
    later = lambda: BackgroundTasks().add_task(send)  # error: background-dropped this collection
    BackgroundTasks().add_task(send, "a")  # error: background-dropped Nothing runs this collection
    BackgroundTasks([]).add_task(send, "a")  # error: background-dropped Nothing runs this
    BackgroundTasks.add_task(BackgroundTasks(), send)  # error: background-dropped Nothing runs this
    later()
    await asyncio.sleep(0)


# Handed to something elsewhere.


@app.get("/handed-on-before")
async def handed_on_before(flag: bool = False) -> Response:
    tasks = BackgroundTasks()
    if flag:
        return Response(background=tasks)
    tasks.add_task(send)  # error: background-dropped because nothing that it is handed to follows
    return Response()


@app.get("/in-a-tuple")
async def in_a_tuple() -> None:
    tasks, (label, more) = BackgroundTasks(), ("new", 1)
    tasks.add_task(send, label * more)  # error: background-dropped handed to nothing


class Later(BackgroundTasks):
    """Tasks that know when they were added."""

    label: str = "later"

    def __init__(self) -> None:
        super().__init__()
        self.started = 1.0


class Soon(Later):
    pass


@app.get("/subclass")
async def of_a_subclass() -> None:
    tasks, soon = Later(), Soon()
    tasks.add_task(send)  # error: background-dropped handed to nothing
    soon.add_task(send)  # error: background-dropped handed to nothing
