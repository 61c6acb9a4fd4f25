"""Collections that a dependency makes, and that somebody runs."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import BackgroundTasks, Depends, FastAPI, Response
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def make() -> BackgroundTasks:
    return BackgroundTasks()


def make_another() -> BackgroundTasks:
    return BackgroundTasks()


async def lend() -> AsyncIterator[BackgroundTasks]:
    tasks = BackgroundTasks()
    yield tasks
    await tasks()


async def run(tasks: Any = Depends(make)) -> AsyncIterator[None]:
    yield
    await tasks()


@app.get("/run", dependencies=[Depends(run)])
def run_by_another(tasks: BackgroundTasks = Depends(make)) -> None:
    tasks.add_task(send)


def make_a_third() -> BackgroundTasks:
    return BackgroundTasks()


async def run_a_third(tasks: Any = Depends(make_a_third)) -> AsyncIterator[None]:
    yield
    await tasks()


RUNNERS = {"third": run_a_third}


@app.get("/by-a-name", dependencies=[Depends(RUNNERS["third"])])
def run_by_what_has_a_name(tasks: BackgroundTasks = Depends(make_a_third)) -> None:
    tasks.add_task(send)


@app.get("/lent")
def lent(tasks: BackgroundTasks = Depends(lend)) -> None:
    tasks.add_task(send)


@app.get("/sent")
def sent(tasks: BackgroundTasks = Depends(make_another)) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


@app.get("/listed")
def listed() -> Response:
    return JSONResponse({}, background=BackgroundTasks([BackgroundTask(send)]))
