"""Plain functions that Python treats as coroutine functions."""

import asyncio
import inspect
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import APIRouter, BackgroundTasks

from .elsewhere import done, send

T = TypeVar("T")

router = APIRouter()


def marked(thing: T) -> T:
    if sys.version_info >= (3, 12):
        return inspect.markcoroutinefunction(thing)
    thing._is_coroutine = asyncio.coroutines._is_coroutine
    return thing


def later() -> Coroutine[Any, Any, None]:
    return send()


marked(later)


class Mailer:
    def __init__(self) -> None:
        marked(self)

    def __call__(self) -> Coroutine[Any, Any, None]:
        return send()


def wrapped(function: T) -> T:
    def wrapper() -> Any:
        return function()

    return marked(wrapper)


@wrapped
async def decorated() -> None:
    done.append("decorated")


@router.post("/marked")
def of_marked_functions(tasks: BackgroundTasks) -> None:
    tasks.add_task(later)
    tasks.add_task(Mailer())
    tasks.add_task(decorated)
