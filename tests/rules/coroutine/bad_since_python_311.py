"""Coroutines in a list for a function that takes tasks."""

import asyncio

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


@app.post("/wait")
async def wait(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.wait, [send()])  # type: ignore[type-var]  # error: background-never-runs raises TypeError


@app.post("/wait-for-each")
async def wait_for_each(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.wait, {send() for _ in "a"})  # type: ignore[type-var]  # error: background-never-runs raises TypeError
