"""Handlers that raise, where somebody runs or keeps the collection in a dataclass."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()
kept: list[BackgroundTasks] = []

__all__ = ["app", "done"]


@app.exception_handler(HTTPException)
async def refused(request: Request, error: HTTPException) -> Response:
    return JSONResponse({}, 409, background=kept.pop() if kept else None)


@dataclass
class Flushed:
    tasks: BackgroundTasks


async def flushing(flushed: Any = Depends(Flushed)) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await flushed.tasks()


@dataclass
class Keeping:
    tasks: BackgroundTasks

    def __post_init__(self) -> None:
        kept.append(self.tasks)


def remembered(tasks: BackgroundTasks) -> int:
    kept.append(tasks)
    return len(kept)


@dataclass
class Behind:
    tasks: BackgroundTasks
    number: int = Depends(remembered)


@dataclass
class Running:
    tasks: BackgroundTasks

    async def send(self) -> None:
        self.tasks.add_task(send)
        await self.tasks()


@dataclass
class Matched:
    jobs: BackgroundTasks


@dataclass
class Replaced:
    jobs: BackgroundTasks

    def replace(self) -> None:
        self.jobs = BackgroundTasks()
        kept.append(self.jobs)


def remember(flag: bool, matched: object) -> None:
    match matched:
        case Matched(jobs):
            kept.append(jobs)


@app.get("/flushing", dependencies=[Depends(flushing)])
def run_by_another(flushed: Flushed = Depends()) -> None:
    flushed.tasks.add_task(send)
    raise HTTPException(409)


@app.get("/beside", dependencies=[Depends(flushing)])
def run_beside(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/keeping")
def kept_when_it_is_made(keeping: Keeping = Depends()) -> None:
    keeping.tasks.add_task(send)
    raise HTTPException(409)


@app.get("/running")
async def run_by_its_method(running: Running = Depends()) -> None:
    await running.send()
    raise HTTPException(409)


@app.get("/matched")
def read_by_a_pattern(matched: Matched = Depends(), flag: bool = True) -> None:
    matched.jobs.add_task(send)
    remember(flag, matched)
    raise HTTPException(409)


@app.get("/replaced")
def of_another(replaced: Replaced = Depends()) -> None:
    replaced.replace()
    replaced.jobs.add_task(send)
    raise HTTPException(409)


@app.get("/behind")
def kept_by_a_field(behind: Behind = Depends()) -> None:
    behind.tasks.add_task(send)
    raise HTTPException(409)


class Rebinding:
    """An object that is made with other tasks than it gets."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        tasks = BackgroundTasks()
        kept.append(tasks)
        self.tasks = tasks


def rebinding(tasks: BackgroundTasks) -> Rebinding:
    return Rebinding(tasks)


@app.get("/rebound")
def rebound(made: Rebinding = Depends(rebinding)) -> None:
    made.tasks.add_task(send)
    raise HTTPException(409)
