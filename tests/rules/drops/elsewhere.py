"""What the tasks of this folder do their work with."""

import functools
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

done: list[str] = []
log = logging.getLogger(__name__)


async def send(to: str = "a") -> None:
    done.append(to)


def rows(to: str = "a") -> Iterator[str]:
    done.append(to)
    yield to


async def pages(to: str = "a") -> AsyncIterator[str]:
    done.append(to)
    yield to


@contextmanager
def opened(to: str = "a") -> Iterator[None]:
    done.append(to)
    yield


def notify_elsewhere(to: str = "a") -> None:
    log.info("to %s", to)
    send(to)


def dropping(func: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        func(*args, **kwargs)

    return wrapper


def forgetting(func: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(func)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        return func(*args, **kwargs)

    return wrapper


class Calling:
    def __init__(self, func: Callable[..., Any]) -> None:
        self.func = func

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        self.func(*args, **kwargs)
