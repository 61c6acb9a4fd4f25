"""What the programs import."""

import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from fastapi import BackgroundTasks, Depends, Form

P = ParamSpec("P")
T = TypeVar("T")

done: list[str] = []


def get_name() -> str:
    return "name"


get_default = Depends(get_name)


def note(what: str, name: str = Depends(get_name)) -> None:
    done.append(what + name)


def note_default(what: str, name: str = get_default) -> None:  # type: ignore[assignment]
    done.append(what + name)


def timed(function: Callable[P, T]) -> Callable[P, T]:
    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    return wrapper


def named(function: Callable[[str, str], None]) -> Callable[[str], None]:
    @functools.wraps(function)
    def wrapper(what: str) -> None:
        function(what, "named")

    return wrapper


def awaited(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    @functools.wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        return await function(*args, **kwargs)

    return wrapper


@timed
def note_timed(what: str, name: str = Form("name")) -> None:
    done.append(what + name)


@named
def note_named(what: str, name: str = Depends(get_name)) -> None:
    done.append(what + name)


class Store:
    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix

    def note(self, what: str, name: str = Depends(get_name)) -> None:
        done.append(self.prefix + what + name)

    def __call__(self, what: str, *, name: str = Depends(get_name)) -> None:
        done.append(self.prefix + what + name)

    @staticmethod
    def static(what: str, name: str = Depends(get_name)) -> None:
        done.append(what + name)

    @classmethod
    def of_class(cls, what: str, name: str = Depends(get_name)) -> None:
        done.append(what + name)


store = Store()
later = functools.partial(note, "a")
later_lambda = lambda: note("a")  # noqa: E731


def add(tasks: BackgroundTasks, function: Callable[..., object], *args: object) -> None:
    tasks.add_task(function, *args)
