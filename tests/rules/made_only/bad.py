"""Tasks that make what would do the work, and nobody has it do so."""

import asyncio
import functools
import multiprocessing
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Timer
from typing import Any, Generic, Protocol, TypeVar

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from . import elsewhere
from .elsewhere import Mail, done, log, send, sender

app = FastAPI()
T = TypeVar("T")


# A thread that nobody starts.


@app.post("/thread")
def thread(tasks: BackgroundTasks) -> None:
    tasks.add_task(threading.Thread, target=log, args=("a",))  # error: background-never-runs makes a thread that nobody starts
    tasks.add_task(lambda: threading.Thread(target=log))  # error: background-never-runs makes a th
    tasks.add_task(partial(threading.Thread, None, log))  # error: background-never-runs makes a th
    tasks.add_task(Timer, 0, log)  # error: background-never-runs "Timer" makes a thread
    tasks.add_task(run_in_threadpool, Timer, 0, log)  # error: background-never-runs "Timer" makes
    tasks.add_task(multiprocessing.Process, target=log)  # error: background-never-runs a process t


def make_thread(to: str) -> threading.Thread:
    return threading.Thread(target=log, args=(to,))


@app.post("/returned-thread")
def returned_thread(tasks: BackgroundTasks) -> None:
    tasks.add_task(make_thread, "a")  # error: background-never-runs "make_thread" makes a thread


# A background task that nobody runs.


@app.post("/task")
def task(tasks: BackgroundTasks) -> None:
    tasks.add_task(BackgroundTask, log, "a")  # error: background-never-runs a background task that


@app.post("/collection")
def collection(tasks: BackgroundTasks) -> None:
    tasks.add_task(BackgroundTasks)  # error: background-never-runs a collection of background tas


@app.post("/lambda-with-a-task")
def lambda_with_a_task(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: BackgroundTask(send, "a"))  # error: background-never-runs a background
    tasks.add_task(lambda: BackgroundTasks([]))  # error: background-never-runs a collection of bac


@app.post("/of-a-response")
def of_a_response() -> Response:
    task = BackgroundTask(Timer, 0, log)  # error: background-never-runs "Timer" makes a thread
    return Response(background=task)


# A function that nobody calls.


def make_sender(to: str) -> Callable[[], Any]:
    """Return what sends to somebody."""

    async def run() -> None:
        await send(to)

    return run


def timed(function: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(function)
    def wrapper(*args: str) -> None:
        function(*args)

    return wrapper


def later(to):  # type: ignore[no-untyped-def]
    return lambda: log(to)


def bound(to: str) -> Callable[[], None]:
    return partial(log, to)


def itself(to: str) -> Callable[[str], None]:
    return log


class Runs(Protocol):
    def __call__(self) -> None: ...


def typed(to: str) -> Runs:
    return lambda: log(to)


class Senders:
    @staticmethod
    def make(to: str) -> Callable[[], None]:
        return sender(to)


@app.post("/factory")
def factory(tasks: BackgroundTasks) -> None:
    tasks.add_task(make_sender, "a")  # error: background-never-runs makes a function that nobody
    tasks.add_task(timed, log)  # error: background-never-runs makes a function that nobody
    tasks.add_task(later, "a")  # error: background-never-runs makes a function that nobody
    tasks.add_task(bound, "a")  # error: background-never-runs makes a function that nobody
    tasks.add_task(itself, "a")  # error: background-never-runs makes a function that nobody
    tasks.add_task(typed, "a")  # error: background-never-runs makes a function that nobody
    tasks.add_task(sender, "a")  # error: background-never-runs makes a function that nobody
    tasks.add_task(elsewhere.sender, "a")  # error: background-never-runs makes a function that nob
    tasks.add_task(Senders.make, "a")  # error: background-never-runs makes a function that nobody
    tasks.add_task(lambda: make_sender("a"))  # error: background-never-runs makes a function that n


@app.post("/partial")
def of_partial(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial, log, "a")  # error: background-never-runs "partial" makes a function
    tasks.add_task(lambda: partial(log, "a"))  # error: background-never-runs "partial" makes a
    tasks.add_task(partial(partial, log))  # error: background-never-runs "partial" makes a function


@app.post("/lambda")
def of_lambda(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: lambda: log("a"))  # error: background-never-runs returns a function that
    tasks.add_task(lambda: send)  # error: background-never-runs The lambda returns a function that
    tasks.add_task(lambda to: lambda: log(to), "a")  # error: background-never-runs The lambda retur


# An object whose methods nobody calls.


class Plain:
    kind: str = "plain"

    def run(self) -> None:
        log()

    def stop(self) -> None:
        pass


@dataclass
class Job:
    to: str
    more: list[str] = field(default_factory=list)

    async def __call__(self) -> None:
        await send(self.to)


class Base(ABC, Generic[T]):
    """A base class."""

    def __init__(self, to: T, text: str = "") -> None:
        """Keep it."""
        self.to: T = to
        self.text = text or "none"
        self.sent: list[str] = []

    @abstractmethod
    def run(self) -> None: ...


class Export(Base[str]):
    def run(self) -> None:
        log(self.to)


@app.post("/object-that-can-be-called")
def object_that_can_be_called(tasks: BackgroundTasks) -> None:
    tasks.add_task(Job, "a")  # error: background-never-runs "Job" makes an object that nobody uses


@app.post("/object")
def of_object(tasks: BackgroundTasks) -> None:
    tasks.add_task(Mail, "a")  # error: background-never-runs "Mail" makes an object that nobody use
    tasks.add_task(lambda: Mail("a"))  # error: background-never-runs "Mail" makes an object that no
    tasks.add_task(partial(Mail, "a"))  # error: background-never-runs "Mail" makes an object that
    tasks.add_task(elsewhere.make)  # error: background-never-runs "elsewhere.make" makes an object
    tasks.add_task(Plain)  # error: background-never-runs "Plain" makes an object that nobody uses
    tasks.add_task(Export, "a")  # error: background-never-runs "Export" makes an object that
    tasks.add_task(asyncio.to_thread, Job, "a")  # error: background-never-runs "Job" makes an ob
