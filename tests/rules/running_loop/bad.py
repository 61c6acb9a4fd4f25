"""Event loops that run already."""

import asyncio

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


@app.post("/loop")
async def of_a_variable(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(loop.run_until_complete, send("a"))  # error: background-never-runs "loop.run_un


@app.post("/event-loop")
async def event_loop(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_event_loop()
    tasks.add_task(loop.run_until_complete, send())  # error: background-never-runs already running


@app.post("/lambda")
async def of_lambda(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(lambda: loop.run_until_complete(send()))  # error: background-never-runs already
