"""Collections that a dependency makes: FastAPI runs none but its own."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI
from starlette.background import BackgroundTask

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def make() -> BackgroundTasks:
    return BackgroundTasks()


async def make_later() -> BackgroundTasks:
    return BackgroundTasks()


def lend() -> Iterator[BackgroundTasks]:
    yield BackgroundTasks()


Made = Annotated[BackgroundTasks, Depends(make)]


@app.get("/made")
def made(tasks: BackgroundTasks = Depends(make)) -> None:
    tasks.add_task(send)  # error: background-dropped because a dependency makes it


@app.get("/alias")
def by_an_alias(tasks: Made) -> None:
    tasks.add_task(send)  # error: background-dropped because a dependency makes it


@app.get("/later")
def made_later(tasks: BackgroundTasks = Depends(make_later)) -> None:
    tasks.add_task(send)  # error: background-dropped because a dependency makes it


@app.get("/lent")
def lent(tasks: BackgroundTasks = Depends(lend)) -> None:
    tasks.add_task(send)  # error: background-dropped because a dependency makes it


@app.get("/listed")
def listed() -> None:
    tasks = BackgroundTasks([BackgroundTask(send)])  # error: background-dropped Nothing runs
