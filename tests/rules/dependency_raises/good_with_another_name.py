"""A dependency that raises, but whose tasks another one runs, which has another name for them."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi import BackgroundTasks as Jobs

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


async def run(jobs: "Jobs") -> AsyncIterator[None]:
    try:
        yield
    finally:
        await jobs()


def signed_in(tasks: Jobs) -> None:
    tasks.add_task(send)
    raise HTTPException(401)


@app.get("/")
def handler(_: Annotated[None, Depends(run)], user: Annotated[None, Depends(signed_in)]) -> None: ...
