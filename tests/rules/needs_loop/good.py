"""What has its own event loop, or does not need one."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


def log(text: str = "a") -> None:
    done.append(text)


async def pause() -> None:
    await asyncio.sleep(0)


@app.post("/loop")
async def of_the_loop(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()

    def start() -> "asyncio.Task[None]":
        return loop.create_task(send())

    tasks.add_task(start)
    tasks.add_task(loop.create_task, send())
    tasks.add_task(loop.run_in_executor, None, log)
    tasks.add_task(lambda: loop.create_task(send()))
    tasks.add_task(asyncio.run_coroutine_threadsafe, send(), loop)


@app.post("/ensure-future")
async def of_ensure_future(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(asyncio.ensure_future, send(), loop=loop)
    tasks.add_task(asyncio.ensure_future, loop.create_task(send()))


@app.post("/gather")
async def of_gather(tasks: BackgroundTasks) -> None:
    paused = asyncio.create_task(pause())
    tasks.add_task(asyncio.gather, asyncio.create_task(send()))
    tasks.add_task(asyncio.gather, paused, send())
    tasks.add_task(asyncio.gather, *[asyncio.create_task(send())])


@app.post("/run")
async def of_run(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.run, send())
    tasks.add_task(lambda: asyncio.run(send()))


def create_task(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(coroutine)


@app.post("/own-function")
async def own_function(tasks: BackgroundTasks) -> None:
    tasks.add_task(create_task, send())


async def start_inside() -> None:
    await asyncio.gather(asyncio.create_task(send()))


@app.post("/inside")
async def inside(tasks: BackgroundTasks) -> None:
    tasks.add_task(start_inside)
