"""Handlers that raise, where a dependency gives them the collection that it gets."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def given(tasks: BackgroundTasks) -> BackgroundTasks:
    return tasks


def given_on(tasks: BackgroundTasks = Depends(given)) -> BackgroundTasks:
    return tasks


async def lent(tasks: BackgroundTasks) -> AsyncIterator[BackgroundTasks]:
    yield tasks


Lent = Annotated[BackgroundTasks, Depends(lent)]


@app.get("/given")
def by_default(tasks: BackgroundTasks = Depends(given)) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/given-on")
def given_twice(tasks: Annotated[BackgroundTasks, Depends(given_on)]) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/lent")
async def by_an_alias(tasks: Lent, others: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    others.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


def counts(tasks: BackgroundTasks = Depends(given)) -> Iterator[int]:
    yield len(tasks.tasks)


@app.get("/beside", dependencies=[Depends(counts)])
def beside_one_that_counts(tasks: BackgroundTasks = Depends(given)) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
