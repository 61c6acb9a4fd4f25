"""Plain functions that return a coroutine: nobody awaits it."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import cache, lru_cache, partial, wraps
from typing import Any, TypeVar, final

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from . import elsewhere
from .elsewhere import by_wrapped as by_their_wrapped
from .elsewhere import done, redis
from .elsewhere import later as later_elsewhere

F = TypeVar("F", bound=Callable[..., Any])

app = FastAPI()


async def send(to: str = "a") -> None:
    done.append(to)


# By what they are declared to return, or by what they return.


def later(to: str = "a") -> Coroutine[Any, Any, None]:
    return send(to)


def awaitable(to: str = "a") -> Awaitable[None]:
    if not to:
        return send("all")
    return send(to)


def untyped(to="a"):
    return send(to)


@app.post("/functions")
def functions(tasks: BackgroundTasks) -> None:
    def nested() -> Coroutine[Any, Any, None]:
        return send("a")

    def nested_awaitable() -> Awaitable[None]:
        return send("a")

    tasks.add_task(later, "a")  # error: background-never-runs "later" is not a coroutine function
    tasks.add_task(awaitable, "a")  # error: background-never-runs nobody awaits the coroutine that
    tasks.add_task(untyped, "a")  # error: background-never-runs "untyped" is not a coroutine
    tasks.add_task(nested)  # error: background-never-runs "nested" is not a coroutine function
    tasks.add_task(nested_awaitable)  # error: background-never-runs "nested_awaitable" is not a


@app.post("/response")
def response() -> Response:
    task = BackgroundTask(later)  # error: background-never-runs "later" is not a coroutine
    return Response(background=task)


def start(tasks: BackgroundTasks, given: Callable[[], Coroutine[Any, Any, None]]) -> None:
    tasks.add_task(lambda: given())  # error: background-never-runs "<lambda>" is not a coroutine


@app.post("/wrapped")
def wrapped_in_others(tasks: BackgroundTasks, flag: bool = True) -> None:
    alias = later
    tasks.add_task(alias)  # error: background-never-runs "alias" is not a coroutine function
    tasks.add_task(partial(later, "a"))  # error: background-never-runs "later" is not a coroutine
    tasks.add_task(lambda: later())  # error: background-never-runs "later" is not a coroutine
    tasks.add_task(run_in_threadpool, later)  # error: background-never-runs "later" is not a
    tasks.add_task(later if flag else awaitable)  # error: background-never-runs "later" is not a
    start(tasks, later)


# Methods, where no subclass can have overridden them.


class Mailer:
    def __call__(self) -> Coroutine[Any, Any, None]:
        return send()

    def later(self) -> Coroutine[Any, Any, None]:
        return send()

    @staticmethod
    def static() -> Coroutine[Any, Any, None]:
        return send()

    @classmethod
    def of_class(cls) -> Awaitable[None]:
        return send()

    @final
    def last(self) -> Coroutine[Any, Any, None]:
        return send()

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.last)  # error: background-never-runs "self.last" is not a coroutine


@final
class Last(Mailer):
    def later(self) -> Coroutine[Any, Any, None]:
        return send()


mailer = Mailer()


def start_last(tasks: BackgroundTasks, last: Last) -> None:
    tasks.add_task(last.later)  # error: background-never-runs "last.later" is not a coroutine


@app.post("/methods")
def methods(tasks: BackgroundTasks) -> None:
    tasks.add_task(Mailer())  # error: background-never-runs "Mailer(...)" is not a coroutine
    tasks.add_task(Mailer().later)  # error: background-never-runs "Mailer(...).later" is not a
    tasks.add_task(Mailer().static)  # error: background-never-runs "Mailer(...).static" is not a
    tasks.add_task(Mailer.of_class)  # error: background-never-runs "Mailer.of_class" is not a
    tasks.add_task(Mailer.later, mailer)  # error: background-never-runs "Mailer.later" is not a
    tasks.add_task(mailer)  # error: background-never-runs "mailer" is not a coroutine function
    tasks.add_task(mailer.later)  # error: background-never-runs "mailer.later" is not a coroutine
    mailer.start(tasks)
    start_last(tasks, Last())


# An `async def` behind a decorator.


@cache
async def cached() -> None:
    done.append("cached")


@lru_cache(maxsize=1)
async def cached_once() -> None:
    done.append("cached_once")


def plain(function: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Wrap it."""

    def wrapper() -> Awaitable[None]:
        return function()

    return wrapper


def wrapped(function: F) -> F:
    @wraps(function)
    def wrapper(*args: Any) -> Any:
        if not args:
            return function("all")
        return function(*args)

    return wrapper


@plain
async def by_plain() -> None:
    done.append("plain")


@wrapped
async def by_wrapped(to: str) -> None:
    done.append(to)


@wrapped
@wrapped
async def by_two(to: str) -> None:
    done.append(to)


def awaiting(function: F) -> Any:
    async def wrapper(to: str) -> Any:
        return await function(to)

    return wrapper


@wrapped
@awaiting
def by_one_that_awaits(to: str) -> None:
    done.append(to)


class Sender:
    @wrapped
    async def send(self) -> None:
        done.append("sent")


@app.post("/decorated")
def decorated(tasks: BackgroundTasks) -> None:
    tasks.add_task(cached)  # error: background-never-runs "cached" is not a coroutine function
    tasks.add_task(cached_once)  # error: background-never-runs "cached_once" is not a coroutine
    tasks.add_task(by_plain)  # error: background-never-runs "by_plain" is not a coroutine
    tasks.add_task(by_wrapped, "a")  # error: background-never-runs "by_wrapped" is not a
    tasks.add_task(by_two, "a")  # error: background-never-runs "by_two" is not a coroutine
    tasks.add_task(by_one_that_awaits, "a")  # error: background-never-runs "by_one_that_awaits" is
    tasks.add_task(Sender().send)  # error: background-never-runs "Sender(...).send" is not a


@app.post("/elsewhere")
def in_other_files(tasks: BackgroundTasks) -> None:
    tasks.add_task(later_elsewhere)  # error: background-never-runs "later_elsewhere" is not a
    tasks.add_task(elsewhere.awaitable)  # error: background-never-runs "elsewhere.awaitable" is
    tasks.add_task(elsewhere.cached)  # error: background-never-runs "elsewhere.cached" is not a
    tasks.add_task(by_their_wrapped)  # error: background-never-runs "by_their_wrapped" is not a
    tasks.add_task(redis.get, "a")  # error: background-never-runs "redis.get" is not a coroutine


@elsewhere.wrapped
async def by_a_decorator_elsewhere() -> None:
    done.append("wrapped")


@app.post("/decorated-elsewhere")
def decorated_elsewhere(tasks: BackgroundTasks) -> None:
    tasks.add_task(by_a_decorator_elsewhere)  # error: background-never-runs nobody awaits


# Whatever they are declared to return, if each way through them returns a coroutine.


def anything(to: str = "a") -> Any:
    return send(to)


def either(flag: bool = True) -> object:
    """Send one of two texts."""
    return send("a") if flag else send("b")


def kept() -> Awaitable[None]:
    coroutine = send()
    return coroutine


def deeper() -> Any:
    return anything()


class Caller:
    def __call__(self, to: str) -> Any:
        return send(to)


@app.post("/anything")
def declared_as_anything(tasks: BackgroundTasks) -> None:
    def job() -> Any:
        return send()

    tasks.add_task(anything)  # error: background-never-runs "anything" is not a coroutine function
    tasks.add_task(either)  # error: background-never-runs "either" is not a coroutine function
    tasks.add_task(kept)  # error: background-never-runs "kept" is not a coroutine function
    tasks.add_task(deeper)  # error: background-never-runs "deeper" is not a coroutine function
    tasks.add_task(Caller(), "a")  # error: background-never-runs "Caller(...)" is not a coroutine
    tasks.add_task(job)  # error: background-never-runs "job" is not a coroutine function
