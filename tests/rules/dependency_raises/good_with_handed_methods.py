"""The method that adds tasks, where nothing that is handed it is sure to call it."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Keeper:
    def __init__(self, add: Callable[..., Any]) -> None:
        self.add = add


def look_at(add: Callable[..., Any]) -> None:
    print(add)


def call_another(add: Callable[..., Any]) -> None:
    add = print
    add("a")


def generate(add: Callable[..., Any]) -> Iterator[None]:
    add(send)
    yield


async def wait_for(method: Any) -> None:
    await asyncio.sleep(0)


@app.get("/looked-at")
async def looked_at(tasks: BackgroundTasks, flag: bool = False) -> None:
    tasks.add_task(send)
    if flag:
        print(tasks.add_task)
        look_at(tasks.add_task)
        look_at(*[tasks.add_task])
        call_another(tasks.add_task)
        generate(tasks.add_task)
        Keeper(tasks.add_task)
        await wait_for(method=tasks.add_task)
        await wait_for(BackgroundTasks.add_task)
        add = tasks.add_task if len(done) > 100 else print
        add("a")
        raise HTTPException(401)


@app.get("/added")
def added(tasks: BackgroundTasks) -> None:
    add = tasks.add_task
    add(send)

    def add_more() -> None:
        add(send)

    add_more()
