"""Handlers that raise in a group of tasks, which raises a group of exceptions."""

import anyio
from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/group")
async def in_a_group(tasks: BackgroundTasks) -> None:
    async with anyio.create_task_group():
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)


@app.get("/caught")
async def caught(tasks: BackgroundTasks) -> None:
    try:
        async with anyio.create_task_group():
            tasks.add_task(send)  # error: background-dropped The handler raises after this
            raise HTTPException(409)
    except BaseException as error:
        raise HTTPException(404) from error
