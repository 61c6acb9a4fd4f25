"""Functions that are called where they should have been passed."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Literal, NamedTuple, TypedDict

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.requests import Request

from . import elsewhere
from .elsewhere import done

app = FastAPI()


async def send(to: str = "a", *, retries: int = 3) -> None:
    done.append(to)


def log(text: str = "a") -> None:
    done.append(text)


def count(text: str = "a") -> int:
    done.append(text)
    return 1


@app.post("/coroutine")
def coroutine(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")


@app.post("/awaited")
async def awaited(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a", retries=1)


@app.post("/number")
def number(tasks: BackgroundTasks) -> None:
    tasks.add_task(count, "a")


@app.post("/none")
def none(tasks: BackgroundTasks) -> None:
    tasks.add_task(log, "a")


@app.post("/keyword")
def keyword(tasks: BackgroundTasks) -> None:
    tasks.add_task(log, "a")


@app.post("/more-arguments")
def more_arguments(tasks: BackgroundTasks) -> None:
    tasks.add_task(log("a"), "b")  # error: background-never-runs what "log" returned ("None")


@app.post("/response")
def response() -> Response:
    task = BackgroundTask(send, "a")
    return Response(background=task)


async def of_starlette(request: Request) -> Response:
    task = BackgroundTask(Client().aclose)
    return Response(background=task)


app.add_route("/of-starlette", of_starlette)


class Client:
    async def aclose(self) -> None:
        done.append("closed")

    def close(self) -> bool:
        done.append("closed")
        return True


@app.post("/method")
async def method(tasks: BackgroundTasks) -> None:
    client = Client()
    tasks.add_task(client.close)


@app.post("/method-of-a-coroutine")
async def method_of_a_coroutine(tasks: BackgroundTasks) -> None:
    client = Client()
    tasks.add_task(client.aclose)


# What would not run even if it were passed.


def rows() -> Iterator[str]:
    done.append("rows")
    yield "row"


async def pages() -> AsyncIterator[str]:
    done.append("pages")
    yield "page"


@contextmanager
def opened() -> Iterator[None]:
    done.append("opened")
    yield


@app.post("/generator")
def generator(tasks: BackgroundTasks) -> None:
    tasks.add_task(list, rows())


@app.post("/async-generator")
def async_generator(tasks: BackgroundTasks) -> None:
    tasks.add_task(pages())  # error: background-never-runs "pages" returned ("AsyncIterator[str]")


@app.post("/context-manager")
def context_manager(tasks: BackgroundTasks) -> None:
    tasks.add_task(opened())  # error: background-never-runs returned ("_GeneratorContextManager


async def slow() -> None:
    await asyncio.sleep(0.1)  # until then, nothing waits for it any more
    done.append("slow")


@app.post("/started")
async def started(tasks: BackgroundTasks) -> None:
    tasks.add_task(slow)


# Whatever cannot be called.


class Movie(TypedDict):
    name: str


class Point(NamedTuple):
    x: int


class Plain:
    def __init__(self) -> None:
        done.append("plain")


def movie() -> Movie:
    done.append("movie")
    return {"name": "a"}


def point() -> Point:
    done.append("point")
    return Point(1)


def plain() -> Plain:
    return Plain()


def pair() -> tuple[int, int]:
    done.append("pair")
    return 1, 1


def either() -> int | None:
    done.append("either")
    return None


def literal() -> Literal["a"]:
    done.append("literal")
    return "a"


@app.post("/typed-dict")
def typed_dict(tasks: BackgroundTasks) -> None:
    tasks.add_task(movie)


@app.post("/named-tuple")
def named_tuple(tasks: BackgroundTasks) -> None:
    tasks.add_task(point)


@app.post("/plain-object")
def plain_object(tasks: BackgroundTasks) -> None:
    tasks.add_task(plain)


@app.post("/new-object")
def new_object(tasks: BackgroundTasks) -> None:
    tasks.add_task(Plain)


@app.post("/tuple")
def of_a_tuple(tasks: BackgroundTasks) -> None:
    tasks.add_task(pair)


@app.post("/union")
def union(tasks: BackgroundTasks) -> None:
    tasks.add_task(either)


@app.post("/literal")
def of_a_literal(tasks: BackgroundTasks) -> None:
    tasks.add_task(literal)


# What makes something that has not begun.


class Mail:
    def __init__(self, to: str) -> None:
        self.to = to

    def send(self) -> None:
        done.append(self.to)


@app.post("/object")
def of_object(tasks: BackgroundTasks) -> None:
    tasks.add_task(Mail("a"))  # error: background-never-runs what "Mail" returned ("Mail"), not a


@app.post("/thread")
def thread(tasks: BackgroundTasks) -> None:
    tasks.add_task(threading.Thread(target=log))  # error: background-never-runs ("Thread"), not a


@app.post("/timer")
def timer(tasks: BackgroundTasks) -> None:
    made = Timer(0, log, ["a"])
    tasks.add_task(made)  # error: background-never-runs what "Timer" returned ("Timer"), not a


@app.post("/to-thread")
def to_thread(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.to_thread, log, "a")


# Without annotations.


def bare(text="a"):
    done.append(text)


async def later(text="a"):
    if text:
        done.append(text)
        return None
    return


@app.post("/without-annotations")
async def without_annotations(tasks: BackgroundTasks) -> None:
    tasks.add_task(bare)


@app.post("/awaited-without-annotations")
async def awaited_without_annotations() -> Response:
    task = BackgroundTask(later)
    return Response(background=task)


# In other files.


@app.post("/elsewhere")
def in_another_file(tasks: BackgroundTasks) -> None:
    tasks.add_task(elsewhere.log, "a")


@app.post("/elsewhere-coroutine")
def coroutine_of_another_file(tasks: BackgroundTasks) -> None:
    tasks.add_task(elsewhere.send, "a")


@app.post("/elsewhere-method")
def method_of_another_file(tasks: BackgroundTasks) -> None:
    report = elsewhere.Report("a")
    tasks.add_task(report.write)


# In variables.


@app.post("/variable")
def in_a_variable(tasks: BackgroundTasks) -> None:
    job = elsewhere.send("a")
    tasks.add_task(job)  # error: background-never-runs "elsewhere.send" returned


@app.post("/variable-awaited")
async def awaited_in_a_variable(tasks: BackgroundTasks) -> None:
    result = await elsewhere.send("a")
    tasks.add_task(result)  # error: background-never-runs "elsewhere.send" returned ("None")
