"""Decorators that make a plain function of a coroutine function, whatever else they do."""

import functools
import inspect
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar, cast

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, factory_elsewhere

F = TypeVar("F", bound=Callable[..., Any])

app = FastAPI()
log: list[str] = []


def logged(func: F) -> F:
    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        log.append(f"{func.__name__} of {getattr(func, '__module__', '')}")
        return func(*args, **kwargs)

    return cast(F, wrapper)


def timed(func: F) -> F:
    """Take the time."""
    count = 0

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        start = time.perf_counter()
        result = func(*args, **kwargs)
        log.append(str(time.perf_counter() - start))
        return result

    functools.update_wrapper(wrapper, func)
    return wrapper  # type: ignore[return-value]


def caught(func: F) -> F:
    name = getattr(func, "__name__", "task")

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return func(*args, **kwargs)
        except Exception:
            log.append(name)
            raise

    return functools.update_wrapper(wrapper, func)  # type: ignore[return-value]


def labelled(label: str, *, often: int = 1) -> Callable[[F], F]:
    def decorate(func: F) -> F:
        @functools.wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            for _ in range(often):
                log.append(label)
            with open(__file__):
                return func(*args, **kwargs)

        return wrapper  # type: ignore[return-value]

    return decorate


def with_options(func: F, label: str = "a") -> F:
    def wrapper(*args: Any) -> Any:
        log.append(label)
        if not args:
            return None
        return func(*args)

    return wrapper  # type: ignore[return-value]


def dropping(func: F) -> F:
    def wrapper(*args: Any) -> None:
        result = func(*args)  # noqa: F841

    return wrapper  # type: ignore[return-value]


def bound(func: F) -> F:
    inspect.signature(func).bind()

    def wrapper(*args: Any) -> Any:
        log.append(str(inspect.signature(func)))
        return func(*args)

    return functools.wraps(func)(wrapper)  # type: ignore[return-value]


def by_lambda(func: F) -> F:
    return lambda *args: func(*args)  # type: ignore[return-value]


def unchanged(func: F) -> F:
    log.append(func.__name__)
    return func


def awaiting(func: F) -> F:
    async def wrapper(*args: Any) -> None:
        await func(*args)

    return wrapper  # type: ignore[return-value]


class Wrapper:
    def __init__(self, func: Callable[..., Any]) -> None:
        self.func = func
        functools.update_wrapper(self, func)

    def __call__(self, *args: Any) -> Any:
        log.append(self.func.__name__)
        return self.func(*args)


async def send(to: str = "a") -> None:
    done.append(to)


@bound
async def by_bound(to: str = "a") -> None:
    done.append(to)


@by_lambda
async def in_a_lambda(to: str = "a") -> None:
    done.append(to)


@unchanged
@logged
async def by_unchanged(to: str = "a") -> None:
    done.append(to)


@logged
@awaiting
async def over_awaiting(to: str = "a") -> None:
    done.append(to)


@Wrapper
async def in_an_object(to: str = "a") -> None:
    done.append(to)


@logged
async def by_logged(to: str = "a") -> None:
    done.append(to)


@timed
async def by_timed(to: str = "a") -> None:
    done.append(to)


@caught
async def by_caught(to: str = "a") -> None:
    done.append(to)


@labelled("a", often=2)
async def by_labelled(to: str = "a") -> None:
    done.append(to)


@factory_elsewhere("a")
async def by_factory_elsewhere(to: str = "a") -> None:
    done.append(to)


@with_options
async def by_with_options(to: str = "a") -> None:
    done.append(to)


@logged
@timed
@labelled("b")
async def by_several(to: str = "a") -> None:
    done.append(to)


@dropping
async def by_dropping(to: str = "a") -> None:
    done.append(to)


@app.post("/decorated")
def decorated(tasks: BackgroundTasks) -> None:
    tasks.add_task(by_logged, "a")  # error: background-never-runs "by_logged" is not a coroutine
    tasks.add_task(by_timed)  # error: background-never-runs "by_timed" is not a coroutine function
    tasks.add_task(by_caught)  # error: background-never-runs "by_caught" is not a coroutine
    tasks.add_task(by_labelled)  # error: background-never-runs "by_labelled" is not a coroutine
    tasks.add_task(by_factory_elsewhere)  # error: background-never-runs is not a coroutine function
    tasks.add_task(by_with_options, "a")  # error: background-never-runs is not a coroutine function
    tasks.add_task(by_several)  # error: background-never-runs "by_several" is not a coroutine
    tasks.add_task(by_dropping)  # error: background-never-runs its decorator drops


@app.post("/decorated-otherwise")
def decorated_otherwise(tasks: BackgroundTasks) -> None:
    tasks.add_task(by_bound)  # error: background-never-runs "by_bound" is not a coroutine
    tasks.add_task(in_a_lambda)  # error: background-never-runs "in_a_lambda" is not a coroutine
    tasks.add_task(by_unchanged)  # error: background-never-runs "by_unchanged" is not a coroutine
    tasks.add_task(over_awaiting)  # error: background-never-runs "over_awaiting" is not a coroutine
    tasks.add_task(in_an_object)  # error: background-never-runs "in_an_object" is not a coroutine


@app.post("/applied")
def applied(tasks: BackgroundTasks) -> None:
    tasks.add_task(logged(send), "a")  # error: background-never-runs is not a coroutine function
    tasks.add_task(labelled("a")(send))  # error: background-never-runs is not a coroutine function
    tasks.add_task(timed(logged(send)))  # error: background-never-runs is not a coroutine function
    tasks.add_task(by_lambda(send), "a")  # error: background-never-runs is not a coroutine function
    tasks.add_task(Wrapper(send), "a")  # error: background-never-runs is not a coroutine function
    tasks.add_task(functools.wraps(send)(lambda to: send(to)), "a")  # error: background-never-runs returns a coroutine


async def pages() -> AsyncIterator[str]:
    done.append("a")
    yield "a"


@app.post("/next")
def next_of_an_async_generator(tasks: BackgroundTasks) -> None:
    tasks.add_task(anext, pages())  # error: background-never-runs "anext" is not a coroutine
    tasks.add_task(pages().__anext__)  # error: background-never-runs is not a coroutine function
