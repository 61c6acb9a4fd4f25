"""Dependencies that raise after they have added tasks: FastAPI runs none of them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, refuse, send

app = FastAPI()
later: list[asyncio.Task[None]] = []

__all__ = ["app", "done"]


def signed_in(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)  # error: background-dropped The dependency raises after this
        raise HTTPException(401)


async def known(tasks: BackgroundTasks) -> str:
    tasks.add_task(send)  # error: background-dropped The dependency raises after this
    refuse()
    return "known"


@app.get("/signed-in", dependencies=[Depends(signed_in)])
def in_the_route() -> None: ...


@app.get("/known")
def as_a_parameter(name: Annotated[str, Depends(known)]) -> None: ...


@app.get("/known-too")
def as_a_default(tasks: BackgroundTasks, name: str = Depends(known)) -> None:
    tasks.add_task(send)


# Those that come later never get so far.


async def run_late(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await tasks()


def of_a_handler_that_runs_it(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The dependency raises after this
    raise HTTPException(401)


@app.get("/late", dependencies=[Depends(of_a_handler_that_runs_it), Depends(run_late)])
async def runs_too_late(tasks: BackgroundTasks) -> None:
    later.append(asyncio.create_task(tasks()))


# Calls of the method that adds tasks, by another name.


def add_two(add: Callable[..., Any], to: str) -> None:
    add(send, to)
    add(send)


async def add_later(to: str, *, add: Callable[..., Any]) -> None:
    add(send, to)


async def by_another_name(tasks: BackgroundTasks) -> None:
    add = tasks.add_task
    add(send)  # error: background-dropped what "add" adds to "tasks" is dropped
    add_two(tasks.add_task, "a")  # error: background-dropped what "add_two" adds to "tasks"
    await add_later("b", add=tasks.add_task)  # error: background-dropped what "add_later" adds
    raise HTTPException(401)


@app.get("/another-name", dependencies=[Depends(by_another_name)])
def with_another_name() -> None: ...
