"""Calls that return a function, which is the task."""

import operator
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask

from . import elsewhere
from .elsewhere import done, job_of

F = TypeVar("F", bound=Callable[..., None])
T = TypeVar("T")

app = FastAPI()


def log(text: str = "a") -> None:
    done.append(text)


def make() -> Callable[[str], None]:
    return log


def maybe() -> Callable[[str], None] | None:
    return log


def untyped():
    return log


def same(function: F) -> F:
    return function


async def later() -> Callable[[str], None]:
    return log


def anything() -> Any:
    return log


def something() -> object:
    return log


def of_type(function: T) -> T:
    return function


@app.post("/returned")
async def returned(tasks: BackgroundTasks) -> None:
    tasks.add_task(make(), "a")
    tasks.add_task(maybe(), "a")
    tasks.add_task(untyped(), "a")
    tasks.add_task(same(log), "a")
    tasks.add_task(await later(), "a")
    tasks.add_task(anything(), "a")
    tasks.add_task(something(), "a")
    tasks.add_task(of_type(log), "a")
    tasks.add_task((lambda: log)(), "a")
    tasks.add_task(partial(log, "a"))
    tasks.add_task(job_of("a"))
    tasks.add_task(elsewhere.job_of("a"))
    tasks.add_task(getattr(elsewhere, "log"), "a")
    tasks.add_task(operator.methodcaller("append", "a"), done)
    tasks.add_task({"log": log}.get("log", log), "a")


@app.post("/response")
def response() -> Response:
    return Response(background=BackgroundTask(make(), "a"))


class Job(Protocol):
    def __call__(self, text: str) -> None: ...


class Called:
    def __call__(self, text: str = "a") -> None:
        done.append(text)


class More(Called): ...


class CalledTuple(NamedTuple):
    x: int

    def __call__(self) -> None:
        done.append("tuple")


class Base:
    """Cannot be called, but its subclass can."""


class CalledBase(Base):
    def __call__(self) -> None:
        done.append("subclass")


class Task(Generic[F]):
    def __init__(self, function: F) -> None:
        self.function = function

    def __call__(self, *args: Any) -> None:
        self.function(*args)

    def delay(self, *args: Any) -> None:
        self.function(*args)


try:
    from not_installed import Unknown
except ImportError:
    Unknown = Called


class OfUnknown(Unknown): ...


class Meta(type):
    def __call__(cls, *args: Any) -> Any:
        return log


class OfMeta(metaclass=Meta): ...


class Made:
    def __new__(cls) -> Any:
        return log


def job() -> Job:
    return log


def cls() -> type[Called]:
    class Eager(Called):
        def __init__(self) -> None:
            done.append("made")

    return Eager


@app.post("/objects")
def objects(tasks: BackgroundTasks) -> None:
    tasks.add_task(Called())
    tasks.add_task(More(), "a")
    tasks.add_task(CalledTuple(1))
    tasks.add_task(CalledBase())
    tasks.add_task(OfUnknown())
    tasks.add_task(OfMeta())
    tasks.add_task(Made())
    tasks.add_task(job(), "a")
    tasks.add_task(cls())
    tasks.add_task(Task(log), "a")
    tasks.add_task(Task(log).delay, "a")


def base() -> Base:
    return CalledBase()


class Factory:
    def __init__(self) -> None:
        self.job = log

    def make(self) -> Callable[[str], None]:
        return self.job

    @property
    def maker(self) -> Callable[[], Callable[[str], None]]:
        return self.make


@app.post("/methods")
def methods(tasks: BackgroundTasks) -> None:
    tasks.add_task(Factory().make(), "a")
    tasks.add_task(Factory().maker(), "a")


def unknown(flag=True):
    if flag:
        return log
    return None


async def unknown_later(flag=True):
    return log if flag else None


class Unsure:
    def make(self):
        done.count("a")

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.make(), "a")


class Making(Unsure):
    def make(self):
        return log


@app.post("/without-annotations")
async def without_annotations(tasks: BackgroundTasks) -> None:
    tasks.add_task(unknown(), "a")
    tasks.add_task(await unknown_later(), "a")
    Making().start(tasks)
