"""What the two programs import."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, overload

from fastapi import BackgroundTasks

from .deeper import again as again
from .deeper import done as done


def rows(table: str) -> Iterator[str]:
    done.append(table)
    yield table


def replaced() -> Iterator[str]:
    done.append("replaced")
    yield "replaced"


def runs() -> Iterator[str]:
    done.append("runs")
    return iter(["runs"])


candidate = rows
bound = partial(rows, "a")
quick = lambda: rows("a")


@overload
def overloaded(of: int) -> Iterator[int]: ...
@overload
def overloaded(of: str) -> Iterator[str]: ...
def overloaded(of: Any) -> Any:
    done.append("overloaded")
    yield of


class Base:
    def rows(self) -> Iterator[str]:
        done.append("rows")
        yield "row"


class Store(Base):
    def __call__(self) -> Iterator[str]:
        done.append("called")
        yield "row"

    @staticmethod
    def static() -> Iterator[str]:
        done.append("static")
        yield "row"

    @contextmanager
    def session(self) -> Iterator[None]:
        done.append("session")
        yield


shared = Store()


def make_store() -> Store:
    return Store()


def add_first(
    tasks: BackgroundTasks, function: Callable[..., Any], first: str, **more: object
) -> None:
    print(first)
    tasks.add_task(function, first, **more)
