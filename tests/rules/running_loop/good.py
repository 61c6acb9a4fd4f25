"""Event loops that nobody runs yet."""

import asyncio

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


def run() -> None:
    loop = asyncio.new_event_loop()
    loop.run_until_complete(send())
    loop.close()


def close(loop: asyncio.AbstractEventLoop) -> None:
    loop.close()
    done.append("closed")


@app.post("/new")
async def new(tasks: BackgroundTasks) -> None:
    loop = asyncio.new_event_loop()
    tasks.add_task(loop.run_until_complete, send("a"))
    tasks.add_task(close, loop)
    tasks.add_task(run)
    tasks.add_task(lambda: asyncio.run(send()))


@app.post("/passed")
async def passed(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(lambda: asyncio.run_coroutine_threadsafe(send(), loop))


async def of_another(loop: asyncio.AbstractEventLoop, tasks: BackgroundTasks) -> None:
    tasks.add_task(loop.run_until_complete, send())
    tasks.add_task(close, loop)


@app.post("/another")
async def another(tasks: BackgroundTasks) -> None:
    await of_another(asyncio.new_event_loop(), tasks)
