"""Decorators that await, run or hand on what a coroutine function returns."""

import asyncio
import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done

F = TypeVar("F", bound=Callable[..., Any])

app = FastAPI()
kept: dict[str, Any] = {}


def awaiting(func: F) -> F:
    @functools.wraps(func)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        return await func(*args, **kwargs)

    return wrapper  # type: ignore[return-value]


def either(func: F) -> F:
    if inspect.iscoroutinefunction(func):

        @functools.wraps(func)
        async def of_async(*args: Any) -> Any:
            return await func(*args)

        return of_async  # type: ignore[return-value]

    @functools.wraps(func)
    def wrapper(*args: Any) -> Any:
        return func(*args)

    return wrapper  # type: ignore[return-value]


def running(func: F) -> F:
    def wrapper(*args: Any) -> Any:
        return asyncio.run(func(*args))

    return wrapper  # type: ignore[return-value]


def running_later(func: F) -> F:
    def wrapper(*args: Any) -> Any:
        result = func(*args)
        if inspect.iscoroutine(result):
            asyncio.run(result)
        return result

    return wrapper  # type: ignore[return-value]


def replaced(func: F) -> F:
    func = running(func)

    def wrapper(*args: Any) -> Any:
        return func(*args)

    return wrapper  # type: ignore[return-value]


def inside(func: F) -> F:
    def wrapper(*args: Any) -> Any:
        def call() -> Any:
            return func(*args)

        return asyncio.run(call())

    return wrapper  # type: ignore[return-value]


def rebound(func: F) -> F:
    def wrapper(*args: Any) -> Any:
        return func(*args)

    wrapper = running(func)
    return wrapper


def keeping(func: F) -> F:
    kept["it"] = func

    def wrapper(*args: Any) -> Any:
        return func(*args)

    kept["wrapper"] = wrapper
    return func


def passed(func: F) -> F:
    def wrapper(*args: Any) -> Any:
        return running(func)(*args)

    return wrapper  # type: ignore[return-value]


def factory(*, label: str = "a") -> Callable[[F], F]:
    def decorate(func: F) -> F:
        kept[label] = func
        return func

    return decorate


class Timer:
    def __call__(self, func: F) -> F:
        return running(func)


def run_in_between(func: F) -> F:
    def wrapper(*args: Any) -> Any:
        result = func(*args)
        result = asyncio.run(result)
        return result

    return wrapper  # type: ignore[return-value]


class Replacing:
    def __init__(self, func: Callable[..., Any]) -> None:
        self.func = func
        self.func = running(func)

    def __call__(self, *args: Any) -> Any:
        return self.func(*args)


@run_in_between
async def by_run_in_between() -> None:
    done.append("a")


@Replacing
async def by_replacing() -> None:
    done.append("a")


@awaiting
async def by_awaiting() -> None:
    done.append("a")


@either
async def by_either() -> None:
    done.append("a")


@running
async def by_running() -> None:
    done.append("a")


@running_later
async def by_running_later() -> None:
    done.append("a")


@replaced
async def by_replaced() -> None:
    done.append("a")


@inside
async def by_inside() -> None:
    done.append("a")


@rebound
async def by_rebound() -> None:
    done.append("a")


@keeping
async def by_keeping() -> None:
    done.append("a")


@passed
async def by_passed() -> None:
    done.append("a")


@factory()
async def by_factory() -> None:
    done.append("a")


@Timer()
async def by_timer() -> None:
    done.append("a")


@app.post("/decorated")
def decorated(tasks: BackgroundTasks) -> None:
    tasks.add_task(by_awaiting)
    tasks.add_task(by_either)
    tasks.add_task(by_running)
    tasks.add_task(by_running_later)
    tasks.add_task(by_replaced)
    tasks.add_task(by_inside)
    tasks.add_task(by_rebound)
    tasks.add_task(by_keeping)
    tasks.add_task(by_passed)
    tasks.add_task(by_factory)
    tasks.add_task(by_timer)
    tasks.add_task(by_run_in_between)
    tasks.add_task(by_replacing)
