"""Handlers that raise, with a dependency that runs the tasks because of the exception."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response

from .elsewhere import done, send

app = FastAPI()
kept: list[BackgroundTasks] = []

__all__ = ["app", "done"]


@app.middleware("http")
async def run(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    try:
        return await call_next(request)
    finally:
        for each in kept:
            await each()
        kept.clear()


async def after_http(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    except OSError:
        raise
    except HTTPException:
        await tasks()
        raise


async def after_files(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    except OSError:
        await tasks()
        raise


async def after_converted(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        try:
            yield
        except HTTPException as error:
            raise OSError from error
    except OSError:
        await tasks()
        raise


async def at_the_end(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await tasks()


async def suppressing(tasks: BackgroundTasks) -> AsyncIterator[None]:
    if not kept:
        with suppress(HTTPException):
            yield
    await tasks()


async def either(tasks: BackgroundTasks, flag: bool = True) -> AsyncIterator[None]:
    if flag:
        try:
            yield
        except HTTPException:
            await tasks()
            raise
    else:
        yield


def keep(tasks: BackgroundTasks) -> Iterator[None]:
    kept.append(tasks)
    yield


def converting(_: Any = Depends(after_files)) -> Iterator[None]:
    try:
        yield
    except HTTPException as error:
        raise OSError from error


@app.get("/http")
def http(tasks: BackgroundTasks, _: None = Depends(after_http)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/unknown")
def unknown(tasks: BackgroundTasks, _: None = Depends(after_files)) -> None:
    tasks.add_task(send)
    error: Exception = OSError()
    for each in (error,):
        raise each


@app.get("/converted")
def converted(tasks: BackgroundTasks, _: None = Depends(after_converted)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/converted-by-another", dependencies=[Depends(converting)])
def converted_by_another(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/finally")
def in_a_finally(tasks: BackgroundTasks, _: None = Depends(at_the_end)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/suppressed")
def suppressed(tasks: BackgroundTasks, _: None = Depends(suppressing)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/either")
def in_either(tasks: BackgroundTasks, _: None = Depends(either)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/kept")
def in_a_list(tasks: BackgroundTasks, _: None = Depends(keep)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


OF_A_HANDLER = [Depends(after_http)]


@app.get("/unwritten", dependencies=OF_A_HANDLER)
def unwritten(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


def make() -> None:
    async def handler(tasks: BackgroundTasks, _: None = Depends(after_http)) -> None:
        tasks.add_task(send)
        raise HTTPException(409)

    for path in ("/made",):
        app.get(path)(handler)


make()
