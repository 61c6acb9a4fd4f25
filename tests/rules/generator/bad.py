"""Generator functions: nobody iterates over the generator that they return."""

import asyncio
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cached_property, partial
from typing import Any, Generic, TypeVar, overload

import anyio.to_thread
import background_typed
import starlette.background
from anyio import to_thread
from fastapi import APIRouter, BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from . import elsewhere
from .elsewhere import done, make_store
from .elsewhere import rows as lines

T = TypeVar("T")

app = FastAPI()


def rows(table: str = "orders", limit: int = 10) -> Iterator[str]:
    done.append(table)
    yield table * limit


# However the function is passed.


@app.post("/arguments")
def arguments(tasks: BackgroundTasks) -> None:
    names = ["orders"]
    tasks.add_task(rows)  # error: background-never-runs "rows" is a generator function
    tasks.add_task(rows, "orders", limit=3)  # error: background-never-runs "rows" is a generator
    tasks.add_task(func=rows, table="orders")  # error: background-never-runs its body never runs
    tasks.add_task(rows, *names)  # error: background-never-runs "rows" is a generator function


@app.post("/response")
def response() -> Response:
    task = BackgroundTask(rows, "orders")  # error: background-never-runs "rows" is a generator
    return Response(background=task)


@app.post("/collection-of-a-response")
async def collection_of_a_response() -> Response:
    later = starlette.background.BackgroundTasks()
    later.add_task(rows)  # error: background-never-runs "rows" is a generator function
    return Response(background=later)


def of_starlette(request: Request) -> Response:
    tasks = background_typed.BackgroundTasks()
    tasks.add_task(rows)  # error: background-never-runs "rows" is a generator function
    return Response(background=tasks)


app.add_route("/of-starlette", of_starlette)


# Whatever the collection is.


class OwnTasks(BackgroundTasks):
    """Has the `add_task` of the library."""


class Service:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    def start(self) -> None:
        self.tasks.add_task(rows)  # error: background-never-runs "rows" is a generator function


class Pair:
    def __init__(self, name: str, tasks: BackgroundTasks) -> None:
        self.name, self.tasks = name, tasks

    def start(self) -> None:
        self.tasks.add_task(rows)  # error: background-never-runs "rows" is a generator function


def start(tasks: BackgroundTasks | None = None) -> None:
    if tasks:
        tasks.add_task(rows)  # error: background-never-runs "rows" is a generator function


@app.post("/collections")
def collections() -> Response:
    own = OwnTasks()
    own.add_task(rows)  # error: background-never-runs "rows" is a generator function
    BackgroundTasks.add_task(own, rows)  # error: background-never-runs "rows" is a generator
    return Response(background=own)


@app.post("/helpers")
def helpers(tasks: BackgroundTasks) -> None:
    Service(tasks).start()
    Pair("a", tasks).start()
    start(tasks)


# The definition decides, not the annotation.


def iterable() -> Iterable[int]:
    done.append("iterable")
    yield 1


def generator() -> Generator[int, None, None]:
    done.append("generator")
    yield from ()


def anything() -> Any:
    done.append("anything")
    yield 1


def untyped():
    done.append("untyped")
    yield


@overload
def overloaded(of: int) -> Iterator[int]: ...
@overload
def overloaded(of: str) -> Iterator[str]: ...
def overloaded(of: int | str) -> Iterator[int] | Iterator[str]:
    done.append("overloaded")
    yield of


@app.post("/definitions")
def definitions(tasks: BackgroundTasks) -> None:
    def nested() -> Iterator[str]:
        yield from rows()

    tasks.add_task(iterable)  # error: background-never-runs "iterable" is a generator function
    tasks.add_task(generator)  # error: background-never-runs "generator" is a generator function
    tasks.add_task(anything)  # error: background-never-runs "anything" is a generator function
    tasks.add_task(untyped)  # error: background-never-runs "untyped" is a generator function
    tasks.add_task(overloaded, 1)  # error: background-never-runs "overloaded" is a generator
    tasks.add_task(nested)  # error: background-never-runs "nested" is a generator function


# Methods of each kind. An override would be a generator function as well.


class Store(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item

    def bound(self, item: T) -> Iterator[T]:
        done.append("bound")
        yield item

    @staticmethod
    def static() -> Iterator[int]:
        done.append("static")
        yield 1

    @classmethod
    def of_class(cls) -> Iterator[int]:
        done.append("of_class")
        yield 1

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.bound, self.item)  # error: background-never-runs "self.bound" is a


class Cache(Store[int]): ...


class Shop:
    store: Store[int]

    def __init__(self) -> None:
        self.store = Store(1)

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.store.bound, 1)  # error: background-never-runs "self.store.bound" is a


cache = Cache(1)


def start_of(tasks: BackgroundTasks, given: Cache, cls: type[Store[int]]) -> None:
    tasks.add_task(given.bound, 1)  # error: background-never-runs "given.bound" is a generator
    tasks.add_task(given.static)  # error: background-never-runs "given.static" is a generator
    tasks.add_task(cls.of_class)  # error: background-never-runs "cls.of_class" is a generator


@app.post("/methods")
def methods(tasks: BackgroundTasks) -> None:
    store = Store("a")
    tasks.add_task(store.bound, "a")  # error: background-never-runs "store.bound" is a generator
    tasks.add_task(Store("a").bound, "a")  # error: background-never-runs "Store(...).bound" is a
    tasks.add_task(Store.static)  # error: background-never-runs "Store.static" is a generator
    tasks.add_task(Store.of_class)  # error: background-never-runs "Store.of_class" is a generator
    tasks.add_task(cache.bound, 1)  # error: background-never-runs "cache.bound" is a generator
    tasks.add_task(cache.static)  # error: background-never-runs "cache.static" is a generator
    tasks.add_task(cache.of_class)  # error: background-never-runs "cache.of_class" is a generator
    tasks.add_task(Cache.bound, cache, 1)  # error: background-never-runs "Cache.bound" is a
    store.start(tasks)
    Shop().start(tasks)
    start_of(tasks, cache, Cache)


# Objects that are called.


class Rows:
    def __call__(self, table: str = "a") -> Iterator[int]:
        done.append(table)
        yield 1

    def stream(self) -> Iterator[int]:
        done.append("stream")
        yield 1


class MoreRows(Rows): ...


class Lines:
    def __call__(self) -> Iterator[int]:
        done.append("lines")
        yield 1

    def stream(self) -> Iterator[int]:
        done.append("stream")
        yield 1


class Jobs:
    @property
    def rows(self) -> Rows:
        return Rows()

    @cached_property
    def more(self) -> MoreRows:
        return MoreRows()


def start_either(tasks: BackgroundTasks, either: Rows | Lines) -> None:
    tasks.add_task(either)  # error: background-never-runs "either" is a generator function
    tasks.add_task(either.stream)  # error: background-never-runs "either.stream" is a generator


@app.post("/objects")
def objects(tasks: BackgroundTasks) -> None:
    more, jobs = MoreRows(), Jobs()
    also = MoreRows()
    tasks.add_task(Rows())  # error: background-never-runs "Rows(...)" is a generator function
    tasks.add_task(also, "b")  # error: background-never-runs "also" is a generator function
    tasks.add_task(partial(also, "b"))  # error: background-never-runs "also" is a generator
    tasks.add_task(Jobs().rows)  # error: background-never-runs "Jobs(...).rows" is a generator
    tasks.add_task(Jobs().more)  # error: background-never-runs "Jobs(...).more" is a generator
    start_either(tasks, more)
    start_either(tasks, Lines())


# Whatever is wrapped around it.


@app.post("/wrapped")
def wrapped(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(rows, "a"), 1)  # error: background-never-runs "rows" is a generator
    tasks.add_task(partial(partial(rows), "a", limit=1))  # error: background-never-runs "rows" is
    tasks.add_task(lambda: rows("a", 1))  # error: background-never-runs "rows" is a generator
    tasks.add_task(lambda table: rows(table, 1), "a")  # error: background-never-runs "rows" is a
    tasks.add_task(lambda: partial(rows, "a")(1))  # error: background-never-runs "rows" is a
    tasks.add_task(lambda: (lambda: rows("a", 1))())  # error: background-never-runs "rows" is a
    tasks.add_task(partial(lambda: rows("a")))  # error: background-never-runs "rows" is a


@app.post("/either")
def either(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(rows if flag else untyped)  # error: background-never-runs "rows" is a generator


@app.post("/threads")
def threads(tasks: BackgroundTasks) -> None:
    tasks.add_task(run_in_threadpool, rows, "a")  # error: background-never-runs "rows" is a
    tasks.add_task(asyncio.to_thread, rows, "a")  # error: background-never-runs "rows" is a
    tasks.add_task(anyio.to_thread.run_sync, rows)  # error: background-never-runs "rows" is a
    tasks.add_task(to_thread.run_sync, rows)  # error: background-never-runs "rows" is a generator
    tasks.add_task(partial(run_in_threadpool, rows))  # error: background-never-runs "rows" is a


# Other names for it, each assigned once.

alias = rows
again = alias
bound = partial(rows, "a")
declared: Any = rows


@app.post("/names")
def names(tasks: BackgroundTasks) -> None:
    local = later = rows
    quick = lambda: rows("a")

    def inner() -> None:
        tasks.add_task(local, "a")  # error: background-never-runs "local" is a generator function

    tasks.add_task(alias, "a")  # error: background-never-runs "alias" is a generator function
    tasks.add_task(again, "a")  # error: background-never-runs "again" is a generator function
    tasks.add_task(partial(alias, "a"))  # error: background-never-runs "alias" is a generator
    tasks.add_task(bound)  # error: background-never-runs "rows" is a generator function
    tasks.add_task(later, "a")  # error: background-never-runs "later" is a generator function
    tasks.add_task(quick)  # error: background-never-runs "rows" is a generator function
    inner()


@app.post("/class-body")
def class_body() -> Response:
    class Tasks:
        job = rows
        task = BackgroundTask(job, "a")  # error: background-never-runs "job" is a generator

    return Response(background=Tasks.task)


# In other files.

from_elsewhere = elsewhere.rows


@app.post("/elsewhere")
def in_other_files(tasks: BackgroundTasks) -> None:
    store = make_store()
    tasks.add_task(elsewhere.rows, "a")  # error: background-never-runs "elsewhere.rows" is a
    tasks.add_task(lines, "a")  # error: background-never-runs "lines" is a generator function
    tasks.add_task(elsewhere.again, "a")  # error: background-never-runs "elsewhere.again" is a
    tasks.add_task(partial(elsewhere.rows, "a"))  # error: background-never-runs "elsewhere.rows"
    tasks.add_task(from_elsewhere, "a")  # error: background-never-runs "from_elsewhere" is a
    tasks.add_task(elsewhere.candidate, "a")  # error: background-never-runs "elsewhere.candidate"
    tasks.add_task(elsewhere.bound)  # error: background-never-runs "elsewhere.bound" is a
    tasks.add_task(elsewhere.quick)  # error: background-never-runs "elsewhere.quick" is a
    tasks.add_task(elsewhere.overloaded, 1)  # error: background-never-runs "elsewhere.overloaded"
    tasks.add_task(elsewhere.shared)  # error: background-never-runs "elsewhere.shared" is a
    tasks.add_task(elsewhere.shared.rows)  # error: background-never-runs "elsewhere.shared.rows"
    tasks.add_task(store.rows)  # error: background-never-runs "store.rows" is a generator
    tasks.add_task(store.static)  # error: background-never-runs "store.static" is a generator
    tasks.add_task(elsewhere.Store.rows, store)  # error: background-never-runs a generator function


router = APIRouter()


@router.post("/router")
async def of_a_router(background_tasks: BackgroundTasks) -> None:
    background_tasks.add_task(rows)  # error: background-never-runs "rows" is a generator function


app.include_router(router)


# Passed to a helper that adds the task.


def add_any(tasks: BackgroundTasks, function: Callable[..., Any], *args: str) -> None:
    tasks.add_task(function, *args)


async def add_named(*, function: Callable[..., Any], to: BackgroundTasks, **more: Any) -> None:
    elsewhere.add_first(to, function, "a", **more)


class Adder:
    @staticmethod
    def add(function: Callable[..., Any], tasks: BackgroundTasks) -> None:
        tasks.add_task(function, 1, limit="a")

    def add_own(self, tasks: BackgroundTasks, function: Callable[..., Any]) -> None:
        Adder.add(function, tasks=tasks)


@app.post("/by-helpers")
async def by_helpers(tasks: BackgroundTasks) -> None:
    add_any(tasks, rows, "a")  # error: background-never-runs "rows" is a generator function
    await add_named(to=tasks, function=rows)  # error: background-never-runs "rows" is a generator
    Adder.add(rows, tasks)  # error: background-never-runs "rows" is a generator function
    Adder().add_own(tasks, function=rows)  # error: background-never-runs "rows" is a generator
    elsewhere.add_first(tasks, rows, "a")  # error: background-never-runs "rows" is a generator


# Returned by a function that does nothing else.


def untyped_pages():  # type: ignore[no-untyped-def]  # nothing says what it returns
    """Return all pages."""
    return rows("a")


def pages(flag: bool = True) -> Any:
    return rows("a") if flag else rows("b")


@app.post("/pages")
def of_pages(tasks: BackgroundTasks) -> None:
    tasks.add_task(pages)  # error: background-never-runs "pages" returns a generator that nobody
    tasks.add_task(untyped_pages)  # error: background-never-runs "untyped_pages" returns a


@app.post("/named-in-a-condition")
def named_in_a_condition(tasks: BackgroundTasks) -> None:
    if (later := tasks) is not None:
        later.add_task(rows, "a")  # error: background-never-runs "rows" is a generator function
