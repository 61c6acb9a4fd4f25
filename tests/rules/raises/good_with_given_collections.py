"""Handlers that raise, where somebody runs the collection that a dependency gives."""

from collections.abc import AsyncIterator, Callable
from functools import wraps
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()
kept: list[BackgroundTasks] = []

__all__ = ["app", "done"]


@app.exception_handler(HTTPException)
async def refused(request: Request, error: HTTPException) -> Response:
    return JSONResponse({}, 409, background=kept.pop() if kept else None)


def given(tasks: BackgroundTasks) -> BackgroundTasks:
    return tasks


async def flushed(tasks: BackgroundTasks) -> AsyncIterator[BackgroundTasks]:
    try:
        yield tasks
    finally:
        await tasks()


async def flushing(tasks: Any = Depends(given)) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await tasks()


def remembered(tasks: BackgroundTasks) -> BackgroundTasks:
    kept.append(tasks)
    return tasks


def keeping(function: Callable[[BackgroundTasks], object]) -> Callable[..., object]:
    @wraps(function)
    def wrapper(tasks: BackgroundTasks) -> object:
        kept.append(tasks)
        return function(tasks)

    return wrapper


@keeping
def given_by_another(tasks: BackgroundTasks) -> BackgroundTasks:
    return tasks


@app.get("/flushed")
def by_itself(tasks: Annotated[BackgroundTasks, Depends(flushed)]) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/flushing", dependencies=[Depends(flushing)])
def by_another(tasks: BackgroundTasks = Depends(given)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/by-its-other-name")
async def by_its_other_name(tasks: BackgroundTasks, same: Any = Depends(given)) -> None:
    tasks.add_task(send)
    await same()
    raise HTTPException(409)


@app.get("/remembered")
def remembered_elsewhere(tasks: BackgroundTasks = Depends(remembered)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/decorated")
def by_a_decorated(tasks: BackgroundTasks = Depends(given_by_another)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)
