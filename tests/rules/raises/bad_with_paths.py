"""Handlers that raise on every path after they have added the task."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from fastapi import APIRouter, BackgroundTasks, FastAPI, HTTPException, Response
from fastapi.responses import JSONResponse

from .elsewhere import done, refuse_elsewhere, send

app = FastAPI()
router = APIRouter()


class Refused(HTTPException):
    def __init__(self) -> None:
        super().__init__(409)


def refuse(status: int) -> NoReturn:
    raise HTTPException(status)


def refuse_either(status: int) -> None:
    if status > 500:
        raise HTTPException(status)
    refuse(400)


async def refuse_later() -> None:
    raise Refused


@contextmanager
def span() -> Iterator[None]:
    yield


def work() -> None: ...


@app.post("/both-branches")
def both_branches(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if flag:
        raise HTTPException(404)
    else:
        raise HTTPException(409)


@app.post("/branches-and-after")
def branches_and_after(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
    elif done:
        return
    if flag:
        raise HTTPException(404)
    raise Refused


@app.post("/match")
def in_a_match(tasks: BackgroundTasks, kind: str = "a") -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    match kind:
        case "a":
            raise HTTPException(404)
        case other:
            raise HTTPException(409, other)


@app.post("/try")
def in_a_try(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    try:
        work()
    except ValueError as error:
        raise HTTPException(400) from error
    else:
        raise HTTPException(409)
    finally:
        work()


@app.post("/reraise")
def reraise(tasks: BackgroundTasks) -> None:
    try:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise ValueError
    except ValueError:
        work()
        raise


@app.post("/else")
def in_an_else(tasks: BackgroundTasks) -> None:
    try:
        work()
    except KeyError:
        pass
    else:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise OSError


@app.post("/loop")
def in_a_loop(tasks: BackgroundTasks) -> None:
    while True:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        if len(done) > 5:
            raise HTTPException(404)
        raise HTTPException(409)


@app.post("/loop-and-after")
def loop_and_after(tasks: BackgroundTasks) -> None:
    for to in "ab":
        tasks.add_task(send, to)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.post("/with")
def in_a_with(tasks: BackgroundTasks) -> None:
    with span(), open(Path(__file__)):
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)


@app.post("/no-return")
def no_return(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    refuse(409)


@app.post("/seen-to-raise")
def seen_to_raise(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    refuse_either(409)


@app.post("/seen-to-raise-elsewhere")
def seen_to_raise_elsewhere(tasks: BackgroundTasks) -> object:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    return refuse_elsewhere(409)


@app.post("/awaited")
async def awaited(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    await refuse_later()


@app.post("/other-background-or-raise")
def other_background_or_raise(tasks: BackgroundTasks, flag: bool = True) -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    if not flag:
        raise HTTPException(409)
    return JSONResponse({}, background=BackgroundTasks())


@app.post("/left-before")
def left_before(tasks: BackgroundTasks, flag: bool = False) -> Response:
    if flag:
        return JSONResponse({}, background=tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.post("/in-the-other-branch")
def in_the_other_branch(tasks: BackgroundTasks, flag: bool = False) -> Response:
    if flag:
        response = JSONResponse({}, background=tasks)
    else:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)
    return response


@app.post("/in-another-case")
def in_another_case(tasks: BackgroundTasks, kind: str = "a") -> Response:
    match kind:
        case "b":
            response = JSONResponse({}, background=tasks)
        case _:
            tasks.add_task(send)  # error: background-dropped The handler raises after this
            raise HTTPException(409)
    return response
