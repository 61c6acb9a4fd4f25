"""Context managers as decorators, which make plain functions before Python 3.15."""

import contextlib
from collections.abc import Iterator
from typing import Any

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done

app = FastAPI()


@contextlib.contextmanager
def span(name: str) -> Iterator[None]:
    yield


class Timer(contextlib.ContextDecorator):
    def __init__(self, name: str = "a") -> None:
        self.name = name

    def __enter__(self) -> None: ...
    def __exit__(self, *_: Any) -> None: ...


@span("a")
async def by_span() -> None:
    done.append("a")


@Timer()
async def by_timer() -> None:
    done.append("a")


@app.post("/decorated")
def decorated(tasks: BackgroundTasks) -> None:
    tasks.add_task(by_span)  # error: background-never-runs "by_span" is not a coroutine function
    tasks.add_task(by_timer)  # error: background-never-runs "by_timer" is not a coroutine function
