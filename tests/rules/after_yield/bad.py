"""Dependencies that add tasks after their `yield`."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Response
from fastapi.responses import JSONResponse

from .elsewhere import done, send

app = FastAPI()


def plain(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


async def in_a_finally(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        if not done:
            tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


async def in_an_except(tasks: BackgroundTasks) -> AsyncIterator[str]:
    try:
        value = "a"
        yield value
    except HTTPException:
        tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield
        raise
    else:
        tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


@app.post("/plain", dependencies=[Depends(plain)])
def of_plain() -> None: ...


@app.post("/finally")
def of_finally(_: Annotated[None, Depends(in_a_finally)]) -> None: ...


@app.post("/except")
def of_except(_: str = Depends(in_an_except)) -> None:
    raise HTTPException(409)


@app.post("/or-new")
def of_or_new(tasks: BackgroundTasks, _: None = Depends(plain)) -> None:
    tasks = tasks or BackgroundTasks()
    tasks.add_task(send)


@app.post("/else")
def of_else(_: str = Depends(in_an_except)) -> None: ...


# What others do in the same application.


async def run(tasks: BackgroundTasks) -> None:
    for each in tasks.tasks:
        await each()


class Outbox:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


def late(box: Outbox = Depends()) -> Iterator[None]:
    yield
    box.tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


@app.post("/held")
def of_held(_: None = Depends(late)) -> None: ...


async def in_the_end(tasks: BackgroundTasks, of: object = Depends(Outbox)) -> AsyncIterator[None]:
    yield
    tasks.add_task(send)
    await run(tasks)


@app.post("/at-once")
def at_once(tasks: BackgroundTasks) -> Response:
    return JSONResponse({}, background=tasks)


@app.post("/called")
async def called(tasks: BackgroundTasks) -> None:
    await tasks()


def in_between(_: None = Depends(in_the_end)) -> None: ...


@app.post("/in-the-end", dependencies=[Depends(in_between)])
def of_in_the_end() -> None: ...
