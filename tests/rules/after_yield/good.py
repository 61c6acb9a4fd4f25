"""Dependencies that add tasks in time, or run them."""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()
later: set[asyncio.Task[None]] = set()


def before(tasks: BackgroundTasks) -> Iterator[None]:
    tasks.add_task(send)

    def rows() -> Iterator[int]:
        yield 1

    def add() -> None:
        tasks.add_task(send)

    add()
    try:
        tasks.add_task(send)
    finally:
        tasks.add_task(send)
    yield


async def running(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    tasks.add_task(send)
    await tasks()


def in_time(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


def in_time_by_hand(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


by_hand = contextmanager(in_time_by_hand)


@app.post("/before")
def of_before(_: None = Depends(before)) -> None: ...


@app.post("/running")
def of_running(_: None = Depends(running)) -> None: ...


@app.post("/in-time")
def of_in_time(_: None = Depends(in_time, scope="function")) -> None: ...


@app.post("/by-hand")
def of_by_hand(tasks: BackgroundTasks) -> None:
    with by_hand(tasks):
        pass


try:

    def either(tasks: BackgroundTasks) -> Iterator[None]:
        try:
            tasks.add_task(send)
            yield
        finally:
            done.count("a")

finally:
    pass


@app.post("/either")
def of_either(_: None = Depends(either)) -> None: ...


# Another one runs them.


def added_last(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


async def run_last(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


@app.post("/run-last", dependencies=[Depends(run_last), Depends(added_last)])
def of_run_last() -> None: ...


# The handler has them run later.


async def added_after_all(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        tasks.add_task(send)
        await asyncio.sleep(0)


@app.post("/run-later")
async def of_run_later(tasks: BackgroundTasks, _: None = Depends(added_after_all)) -> None:
    later.add(asyncio.create_task(tasks()))
    raise HTTPException(400)


# The same behind a decorator that is not seen through.


def counted(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        return await function(*args, **kwargs)

    return wrapper


@app.post("/counted", dependencies=[Depends(run_last)])
@counted
async def of_counted(_: Any = Depends(added_last)) -> None: ...
