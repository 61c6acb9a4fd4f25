"""What looks like it only makes something, and does its work."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from fastapi import BackgroundTasks, FastAPI
from pydantic import BaseModel
from starlette.background import BackgroundTask

from .elsewhere import Mail, done, log, sender

app = FastAPI()


@app.post("/started")
def started(tasks: BackgroundTasks) -> None:
    tasks.add_task(threading.Thread(target=log, args=("a",)).start)
    tasks.add_task(lambda: threading.Thread(target=log, args=("b",)).start())


class Started(threading.Thread):
    def __init__(self, to: str) -> None:
        super().__init__()
        self.to = to
        self.start()

    def run(self) -> None:
        log(self.to)


@app.post("/subclass")
def subclass(tasks: BackgroundTasks) -> None:
    tasks.add_task(Started, "a")


class Eager(BackgroundTask):
    def __init__(self, func: Callable[[str], None], to: str) -> None:
        func(to)


@app.post("/task")
def task(tasks: BackgroundTasks) -> None:
    tasks.add_task(Eager, log, "a")


# Functions.


def logged_sender(to: str) -> Callable[[], None]:
    log(to)
    return lambda: None


def called_before(to: str) -> Callable[[], None]:
    return partial(str, log(to))


def with_a_default(to: str) -> Callable[[], None]:
    def run(sent: None = log(to)) -> None:  # noqa: B008
        return sent

    return run


def registering(function: Callable[[], None]) -> Callable[[], None]:
    log("registered")
    return function


def with_a_decorator(to: str) -> Callable[[], None]:
    @registering
    def run() -> None:
        pass

    return run


class Senders:
    def make(self, to: str) -> Callable[[], None]:
        return lambda: log(to)


class Sending(Senders):
    def make(self, to: str) -> Callable[[], None]:
        log(to)
        return super().make(to)


def senders() -> Senders:
    return Sending()


@app.post("/functions")
def functions(tasks: BackgroundTasks) -> None:
    tasks.add_task(sender("a"))
    tasks.add_task(logged_sender, "b")
    tasks.add_task(called_before, "c")
    tasks.add_task(with_a_default, "d")
    tasks.add_task(with_a_decorator, "e")
    tasks.add_task(senders().make, "f")


# Objects.


class Calls:
    def __init__(self, to: str) -> None:
        self.to = to
        log(to)

    def run(self) -> None: ...


class InInit:
    def __init__(self, to: str) -> None:
        self.sent = log(to)  # type: ignore[func-returns-value]

    def run(self) -> None: ...


class InNew:
    def __new__(cls, to: str) -> "InNew":
        log(to)
        return super().__new__(cls)

    def run(self) -> None: ...


class Setter:
    def __init__(self, to: str) -> None:
        self.to = to

    @property
    def to(self) -> str:
        return "a"

    @to.setter
    def to(self, value: str) -> None:
        log(value)

    def run(self) -> None: ...


class Sets:
    def __init__(self, to: str) -> None:
        self.to = to

    def __setattr__(self, name: str, value: object) -> None:
        log(str(value))

    def run(self) -> None: ...


class Descriptor:
    def __set__(self, owner: object, value: str) -> None:
        log(value)


class Described:
    to: Any = Descriptor()

    def __init__(self, to: str) -> None:
        self.to = to

    def run(self) -> None: ...


KEPT: Any = Descriptor()


class DescribedByName:
    to = KEPT

    def __init__(self, to: str) -> None:
        self.to = to

    def run(self) -> None: ...


class Deleted:
    def __init__(self, to: str) -> None:
        self.to = to

    def __del__(self) -> None:
        log(self.to)

    def run(self) -> None: ...


class Meta(type):
    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        log(*args)
        return super().__call__(*args, **kwargs)


class OfMeta(metaclass=Meta):
    def __init__(self, to: str) -> None:
        self.to = to

    def run(self) -> None: ...


def calling(cls: type[Any]) -> Callable[[str], None]:
    return lambda to: log(to)


@calling
class Decorated:
    def __init__(self, to: str) -> None:
        self.to = to

    def run(self) -> None: ...


@dataclass
class After:
    to: str

    def __post_init__(self) -> None:
        log(self.to)

    def run(self) -> None: ...


@dataclass
class Factory:
    to: str
    sent: None = field(default_factory=log)

    def run(self) -> None: ...


class Inherits(Calls):
    def run(self) -> None: ...


class Registry:
    made: ClassVar[dict[str, Any]] = {}

    def __init__(self, to: str) -> None:
        self.made[to] = self
        log(to)

    def run(self) -> None: ...




class Another(Mail):
    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.send()


class Model(BaseModel):
    to: str

    def model_post_init(self, context: object) -> None:
        log(self.to)

    def run(self) -> None: ...


class Nested:
    class Config:
        pass

    def __init__(self, to: str) -> None:
        log(to)

    def run(self) -> None: ...


def first(function: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    return lambda self, to: log(to)


class DecoratedInit:
    @first
    def __init__(self, to: str) -> None:
        self.to = to

    def run(self) -> None: ...


@app.post("/more-classes")
def more_classes(tasks: BackgroundTasks) -> None:
    tasks.add_task(Model, to="a")
    tasks.add_task(Nested, "b")
    tasks.add_task(DecoratedInit, "c")


@app.post("/classes")
def classes(tasks: BackgroundTasks) -> None:
    tasks.add_task(Calls, "a")
    tasks.add_task(InInit, "b")
    tasks.add_task(InNew, "c")
    tasks.add_task(Setter, "d")
    tasks.add_task(Sets, "e")
    tasks.add_task(Described, "f")
    tasks.add_task(DescribedByName, "g")
    tasks.add_task(Deleted, "h")
    tasks.add_task(OfMeta, "i")
    tasks.add_task(Decorated, "j")
    tasks.add_task(After, "k")
    tasks.add_task(Factory, "l")
    tasks.add_task(Inherits, "m")
    tasks.add_task(Registry, "n")
    tasks.add_task(Another, "o")
    tasks.add_task(Mail("p").send)
    tasks.add_task(lambda: Mail("q").send())
