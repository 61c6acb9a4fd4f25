"""Event loops that run already."""

import asyncio

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


@app.post("/loop")
async def of_a_variable(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(send, "a")


@app.post("/event-loop")
async def event_loop(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_event_loop()
    tasks.add_task(send)


@app.post("/lambda")
async def of_lambda(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(send)
