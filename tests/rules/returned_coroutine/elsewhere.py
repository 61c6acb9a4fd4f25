"""What the two programs import."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import lru_cache, wraps
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

done: list[str] = []


async def send(to: str = "a") -> None:
    done.append(to)


def later() -> Coroutine[Any, Any, None]:
    return send()


def awaitable() -> Awaitable[None]:
    return send()


@lru_cache
async def cached() -> None:
    done.append("cached")


def wrapped(function: F) -> F:
    @wraps(function)
    def wrapper(*args: Any) -> Any:
        return function(*args)

    return wrapper


@wrapped
async def by_wrapped() -> None:
    done.append("wrapped")


def same(function: F) -> F:
    return function


class Redis:
    async def _send(self, key: str) -> bool:
        done.append(key)
        return True

    def set(self, key: str) -> Awaitable[bool]:
        return self._send(key)

    def get(self, key: str) -> Coroutine[Any, Any, bool]:
        return self._send(key)


redis = Redis()


def factory_elsewhere(label: str):
    def decorate(func):
        @wraps(func)
        def wrapper(*args, **kwargs):
            labels.append(label)
            return func(*args, **kwargs)

        return wrapper

    return decorate


labels: list[str] = []
