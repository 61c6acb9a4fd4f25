"""Dependencies that add tasks after their `yield`."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()


def plain(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


async def in_a_finally(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        if not done:
            tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


async def in_an_except(tasks: BackgroundTasks) -> AsyncIterator[str]:
    try:
        value = "a"
        yield value
    except HTTPException:
        tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield
        raise
    else:
        tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


@app.post("/plain", dependencies=[Depends(plain)])
def of_plain() -> None: ...


@app.post("/finally")
def of_finally(_: Annotated[None, Depends(in_a_finally)]) -> None: ...


@app.post("/except")
def of_except(_: str = Depends(in_an_except)) -> None:
    raise HTTPException(409)


@app.post("/else")
def of_else(_: str = Depends(in_an_except)) -> None: ...
