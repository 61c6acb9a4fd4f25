"""Handlers that raise, with a dependency that would run the tasks if it were another exception."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Refused(Exception):
    pass


async def after_files(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    except OSError:
        await tasks()
        raise
    else:
        await tasks()


async def after_all(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        try:
            yield
        finally:
            done.clear()
    except HTTPException as error:
        raise Refused from error
    except Refused:
        await tasks()
    await tasks()


def nested(_: Annotated[None, Depends(after_all)]) -> str:
    return "x"


def closing() -> Iterator[None]:
    yield


class Clock:
    pass


@app.get("/parameter")
def by_parameter(
    tasks: BackgroundTasks, clock: Clock = Depends(), _: None = Depends(after_files)
) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/route", dependencies=[Depends(after_files)])
def by_route(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if flag:
        raise Refused
    raise HTTPException(409)


@app.get("/nested")
def by_another(tasks: BackgroundTasks, _: Annotated[str, Depends(nested)]) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
