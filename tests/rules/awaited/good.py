"""What is awaited and does not raise, or what something catches."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


class Awaitable(BackgroundTasks):
    async def add_task(self, func: Callable[..., Any], *args: Any) -> None:  # type: ignore[override]
        super().add_task(func, *args)


@app.post("/caught")
async def caught(tasks: BackgroundTasks) -> None:
    with suppress(TypeError):
        await tasks.add_task(send)  # type: ignore[func-returns-value]
    try:
        await tasks.add_task(send)  # type: ignore[func-returns-value]
    except TypeError:
        pass


@app.post("/own")
async def own(tasks: BackgroundTasks) -> None:
    later = Awaitable()
    await later.add_task(send)
    await later()
    tasks.add_task(send)


async def add(tasks: BackgroundTasks) -> None:
    await tasks.add_task(send)  # type: ignore[func-returns-value]


@app.post("/helper")
async def helper(tasks: BackgroundTasks) -> None:
    try:
        await add(tasks)
    except TypeError:
        pass


@app.post("/inside")
async def inside(tasks: BackgroundTasks) -> None:
    async def add_inside() -> None:
        await tasks.add_task(send)  # type: ignore[func-returns-value]

    with suppress(TypeError):
        await add_inside()
