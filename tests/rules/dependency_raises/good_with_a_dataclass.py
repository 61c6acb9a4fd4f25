"""A dependency that raises, but whose tasks another one runs: a dataclass holds the collection."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@dataclass
class Work:
    tasks: BackgroundTasks


async def unit(work: Annotated[Work, Depends()]) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await work.tasks()


def signed_in(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(401)


@app.get("/")
def handler(_: Annotated[None, Depends(unit)], user: Annotated[None, Depends(signed_in)]) -> None: ...
