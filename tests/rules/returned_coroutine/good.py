"""What looks like a function whose coroutine nobody awaits, but does its work."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import cache, wraps
from typing import Any, TypeVar

from fastapi import BackgroundTasks, FastAPI

from . import elsewhere, marking
from .elsewhere import done, same

F = TypeVar("F", bound=Callable[..., Any])

app = FastAPI()
app.include_router(marking.router)


async def send(to: str = "a") -> None:
    done.append(to)


def yes() -> bool:
    return True


# What a subclass may do.


class Mailer:
    def __call__(self) -> Coroutine[Any, Any, None]:
        return send("never")

    def later(self) -> Coroutine[Any, Any, None]:
        return send("never")

    @staticmethod
    def static() -> Coroutine[Any, Any, None]:
        return send("never")

    @classmethod
    def of_class(cls) -> Awaitable[None]:
        return send("never")

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.later)


class AsyncMailer(Mailer):
    async def __call__(self) -> None:
        await send()

    async def later(self) -> None:
        await send()

    @staticmethod
    async def static() -> None:
        await send()

    @classmethod
    async def of_class(cls) -> None:
        await send()


class Made(Mailer):
    def __new__(cls) -> "Made":
        return object.__new__(AsyncMade)


class AsyncMade(AsyncMailer, Made): ...


def make() -> Mailer:
    return AsyncMailer()


def start(tasks: BackgroundTasks, given: Mailer, cls: type[Mailer]) -> None:
    tasks.add_task(given)
    tasks.add_task(given.later)
    tasks.add_task(given.static)
    tasks.add_task(cls.of_class)


@app.post("/subclasses")
def subclasses(tasks: BackgroundTasks) -> None:
    tasks.add_task(AsyncMailer())
    tasks.add_task(AsyncMailer().later)
    tasks.add_task(Made().later)
    tasks.add_task(make().later)
    AsyncMailer().start(tasks)
    start(tasks, AsyncMailer(), AsyncMailer)


# Functions that are defined twice, or sometimes return something else.

if not yes():

    def later() -> Coroutine[Any, Any, None]:
        return send("never")

else:

    async def later() -> None:
        await send()


class Done:
    """Work that is done whether anybody awaits it or not."""

    def __await__(self) -> Generator[None, None, None]:
        yield


def now() -> Awaitable[None]:
    done.append("now")
    return Done()


def unsure(to: str) -> Awaitable[None]:
    if to:
        return now()
    return send(to)


def falls_through(to: str):
    if not to:
        return send(to)
    done.append(to)


def start_given(tasks: BackgroundTasks, later: Callable[[], Coroutine[Any, Any, None]]) -> None:
    tasks.add_task(later)


@cache
def cached() -> int:
    done.append("cached")
    return 1


@app.post("/functions")
async def functions(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()

    def on_the_loop() -> "asyncio.Task[None]":
        return loop.create_task(send())

    cached.cache_clear()
    tasks.add_task(later)
    tasks.add_task(now)
    tasks.add_task(unsure, "a")
    tasks.add_task(falls_through, "a")
    tasks.add_task(cached)
    tasks.add_task(on_the_loop)
    start_given(tasks, later)


# An `async def` behind a decorator that awaits it, runs it, or is not what it seems.


def asynchronous(function: F) -> F:
    @wraps(function)
    async def wrapper(*args: Any) -> Any:
        return await function(*args)

    return wrapper


def runs(function: F) -> F:
    def wrapper() -> Any:
        return asyncio.run(function())

    return wrapper


def runs_where_no_loop_is(function: F) -> F:
    def wrapper() -> Any:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            asyncio.run(function())
        else:
            return function()

    return wrapper


def redecorated(function: F) -> F:
    @asynchronous
    def wrapper() -> Any:
        return function()

    return wrapper


def chooses(function: F) -> F:
    if yes():
        return function

    def wrapper() -> Any:
        return function()

    return wrapper


def other(function: F) -> F:
    def wrapper() -> Any:
        return function()

    return function


def named(name: str) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        return function

    return decorate


if not yes():

    def chosen(function: F) -> F:
        def wrapper() -> Any:
            return function()

        return wrapper

else:

    def chosen(function: F) -> F:
        return function


@same
async def by_same() -> None:
    done.append("same")


@asynchronous
async def by_asynchronous() -> None:
    done.append("asynchronous")


@runs
async def by_runs() -> None:
    done.append("runs")


@runs_where_no_loop_is
async def by_runs_where_no_loop_is() -> None:
    done.append("runs")


@redecorated
async def by_redecorated() -> None:
    done.append("redecorated")


@chooses
async def by_chooses() -> None:
    done.append("chooses")


@other
async def by_other() -> None:
    done.append("other")


@named("a")
async def by_named() -> None:
    done.append("named")


@chosen
async def by_chosen() -> None:
    done.append("chosen")


@elsewhere.wrapped
def no_coroutine() -> None:
    done.append("no coroutine")


@asynchronous
@elsewhere.wrapped
async def awaited_at_last() -> None:
    done.append("awaited")


@app.post("/decorated")
def decorated(tasks: BackgroundTasks) -> None:
    tasks.add_task(by_same)
    tasks.add_task(by_asynchronous)
    tasks.add_task(by_runs)
    tasks.add_task(by_runs_where_no_loop_is)
    tasks.add_task(by_redecorated)
    tasks.add_task(by_chooses)
    tasks.add_task(by_other)
    tasks.add_task(by_named)
    tasks.add_task(by_chosen)
    tasks.add_task(no_coroutine)
    tasks.add_task(awaited_at_last)


def sometimes(flag: bool = False) -> Any:
    return send() if flag else done.append("sometimes")


@app.post("/sometimes")
def only_sometimes(tasks: BackgroundTasks) -> None:
    tasks.add_task(sometimes)


def run_before() -> Any:
    coroutine = send()
    asyncio.run(coroutine)
    return coroutine


kept: list[object] = []


def keep_too() -> Any:
    coroutine = kept_too = same(send)()
    kept.append(kept_too)
    asyncio.run(coroutine)
    return coroutine


@app.post("/run-before")
def that_run_it(tasks: BackgroundTasks) -> None:
    tasks.add_task(run_before)
    tasks.add_task(keep_too)


# A decorator above that awaits, or below that makes a coroutine function of it.


def awaiting(function: F) -> Any:
    async def wrapper(to: str) -> Any:
        result = function(to)
        if result is not None:
            await result
        return result

    return wrapper


@awaiting
def by_one_that_may_await(to: str) -> None:
    done.append(to)


@app.post("/awaiting")
def of_awaiting(tasks: BackgroundTasks) -> None:
    tasks.add_task(by_one_that_may_await, "a")
