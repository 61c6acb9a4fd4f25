"""Handlers that raise in a group of tasks, where something may catch what that raises."""

import anyio
from fastapi import BackgroundTasks, FastAPI, HTTPException
from fastapi.responses import JSONResponse

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/caught")
async def caught(tasks: BackgroundTasks) -> JSONResponse:
    try:
        async with anyio.create_task_group():
            tasks.add_task(send)
            raise HTTPException(409)
    except Exception:
        return JSONResponse({}, background=tasks)


@app.get("/left")
async def left(tasks: BackgroundTasks) -> JSONResponse:
    async with anyio.create_task_group():
        tasks.add_task(send)
        return JSONResponse({})
    raise HTTPException(409)


@app.get("/cancelled")
async def cancelled(tasks: BackgroundTasks) -> None:
    async with anyio.create_task_group() as group:
        tasks.add_task(send)
        group.cancel_scope.cancel()
        await anyio.sleep(1)
        raise HTTPException(409)
