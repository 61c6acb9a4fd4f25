"""Calls that mypy or one of its own plugins treats specially."""

import asyncio
import collections
import contextlib
import ctypes
import dataclasses
import enum
import functools
import itertools
import operator
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, NamedTuple, NoReturn, TypedDict

from starlette.applications import Starlette
from starlette.background import BackgroundTask, BackgroundTasks
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from typing_extensions import NotRequired


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


class Point(NamedTuple):
    x: int
    y: int = 0


Pair = collections.namedtuple("Pair", ["a", "b"])
Size = NamedTuple("Size", [("width", int), ("height", int)])
Book = TypedDict("Book", {"title": str, "in": int})


class Colour(enum.Enum):
    RED = 1


class Holder:
    item: int

    @functools.singledispatchmethod
    def show(self, a: int, b: str = "") -> None: ...

    @functools.partial
    def odd(self) -> None: ...

    @property
    def movie(self) -> Movie: ...


@dataclasses.dataclass
class Data:
    a: int
    b: str = ""


@dataclasses.dataclass(order=True)
class Ordered:
    a: int


@functools.total_ordering
class Ranked:
    def __lt__(self, other: "Ranked") -> bool: ...


class Structure(ctypes.Structure):
    _fields_ = [("a", ctypes.c_int)]


@functools.singledispatch
def dispatch(value: object, loud: bool = False) -> str: ...


@dispatch.register
def dispatch_int(value: int, loud: bool = False) -> str: ...


@functools.lru_cache(maxsize=None)
def cached(a: int, *, b: str = "") -> int: ...


@contextlib.contextmanager
def opened(name: str) -> Iterator[int]: ...


@contextlib.asynccontextmanager
async def aopened(name: str, mode: int = 0) -> AsyncIterator[int]:
    yield 1


def take(a: int, b: str = "") -> None: ...


async def atake(a: int) -> str: ...


def calls_of_typed_dicts() -> None:
    Movie(title="a")
    Movie(title=1)
    Movie(year=1)
    Movie(title="a", yaer=1)
    Movie({"title": "a"})
    Movie({"title": 1})
    Movie("a")
    Movie()
    Movie({"title": "a"}, year=1)
    Book(title="a")
    Book({"title": "a", "in": 1})
    Book({"title": "a", "in": "b"})


def calls_of_typed_dict_methods(movie: Movie, key: str, holder: Holder) -> None:
    movie.setdefault("title", "a")
    movie.setdefault("title", 1)
    movie.setdefault("missing", 1)
    movie.setdefault(key, "a")
    movie.get("title")
    movie.get("missing")
    movie.get("title", [])
    movie.get(1)
    movie.pop("year")
    movie.pop("title")
    movie.pop("year", "none")
    movie.update({"title": "a"})
    movie.update({"title": 1})
    movie.update({"titel": "a"})
    movie.update(title="a")
    movie.copy(1)
    movie.clear()
    movie.__getitem__("missing")
    movie.__delitem__("title")
    movie.__setitem__("title", 1)
    movie.missing("a")
    holder.movie.setdefault("title", 1)


def calls_of_named_tuples(point: Point) -> None:
    Point(1)
    Point("a", 2)
    Point(1, 2, 3)
    Point(y=1)
    Pair(1, b=2)
    Pair(1)
    Size(1, 2)
    Size(1, "a")
    Size(width=1)
    point._replace(x=2)
    point._replace(x="a")
    point._replace(z=1)
    point._make([1, "a"])
    point.count(1, 2)


def calls_of_single_dispatch(holder: Holder) -> None:
    dispatch(1)
    dispatch("a", loud=True)
    dispatch()
    dispatch(1, loud="yes")
    dispatch(1, quiet=True)
    dispatch.register(int, take)
    dispatch.dispatch(1)
    holder.show(1, "a")
    holder.show("a", 1)


def calls_of_ctypes(array: "ctypes.Array[ctypes.c_int]") -> None:
    (ctypes.c_int * 4)(1, 2)
    (ctypes.c_int * 4)(1, "a")
    (ctypes.c_char * 2)(b"a", "b")
    array.__getitem__("a")
    array.__setitem__(0, "a")
    array.__setitem__(0, 1)
    ctypes.c_int("a")
    Structure(1, "a")
    ctypes.byref(1)


def calls_of_dataclass_helpers(data: Data, ordered: Ordered, ranked: Ranked, any_data: Any) -> None:
    dataclasses.replace(data, b=1)
    dataclasses.replace(data, c=1)
    dataclasses.replace(data, **{"a": 1})
    dataclasses.replace(any_data, a=1)
    dataclasses.replace(Data, a=1)
    dataclasses.asdict(data, dict_factory=1)
    dataclasses.field(default=1, default_factory=int)
    ordered.__lt__(data)
    ranked.__gt__(data)
    ranked.__gt__(ranked)
    data.__init__("a")
    dataclasses.replace(
        data,
        a="a",
        c=1,
    )


def calls_of_cached_functions() -> None:
    cached(1, b="a")
    cached([])
    cached.cache_clear()
    cached.cache_clear(1)
    cached.cache_info(1)
    cached.missing(1)


def calls_of_context_managers() -> None:
    opened("a")
    opened(1)
    aopened("a", mode="b")
    aopened()
    contextlib.closing(1)
    contextlib.suppress("a")


def calls_of_deferring_methods(
    own: BackgroundTasks, middle: Middleware, app: Starlette, never: NoReturn
) -> None:
    own.add_task(take, 1)
    own.add_task(take, "a")
    own.add_task(own.add_task, take, "a", c=1)
    own.add_task()
    own.add_task("take", 1)
    BackgroundTask(take, "a")
    BackgroundTask(own.add_task, take, 1, 2)
    BackgroundTasks([BackgroundTask(take)])
    BackgroundTasks.add_task(own, take, "a")
    own(1)
    print(own.add_task(take, "a"))
    take(own.add_task(take))
    Middleware(GZipMiddleware, minimum_size="a")
    middle.cls(1)
    app.add_middleware(GZipMiddleware, minimum_size="a")
    app.add_middleware(GZipMiddleware, unknown=1)
    run_in_threadpool(take, "a")
    run_in_threadpool(own.add_task, atake)
    take(never)
    own.add_task(take, "unreachable")


def calls_of_asyncio(loop: asyncio.AbstractEventLoop, executor: ThreadPoolExecutor) -> None:
    asyncio.sleep(1, result="a")
    asyncio.sleep("a")
    asyncio.to_thread(take, 1)
    asyncio.to_thread(take, "a")
    asyncio.run(atake("a"))
    asyncio.run(take(1))
    asyncio.wait_for(atake(1), timeout="a")
    loop.call_soon(take, 1)
    loop.call_soon(take, "a")
    loop.call_later("a", take, 1)
    loop.run_in_executor(None, take, "a")
    loop.run_in_executor(executor, take, 1)
    executor.submit(take, 1)
    executor.submit(take, "a", c=1)
    executor.map(take, ["a"])
    threading.Thread(target=take, arg=(1,))
    threading.Timer(1, take, [1], 2).start(1)


def calls_of_operators(numbers: list[int], words: dict[str, int]) -> None:
    operator.add(1, "a")
    operator.itemgetter(1)(numbers)
    operator.itemgetter(1)(2)
    operator.methodcaller("upper")("a")
    itertools.chain(numbers, 1)
    itertools.chain.from_iterable([1])
    numbers.__add__(["a"])
    numbers.append(words.__getitem__(1))
    words.update(a="b")
    words.update({"a": 1}, b=2)
    words.setdefault("a", "b")
    words.items(1)
    words.__contains__()


def calls_of_odd_things(movie: Movie, colour: Literal[Colour.RED], text: Literal["a"]) -> None:
    movie("a")
    colour(1)
    text.upper(1)
    Holder.odd(1)
    Colour.RED.missing(1)
    Colour["RED"](1)
    Literal("a")
    Callable[[int], None](1)
    NotImplemented(1)
    ...(1)
    print.missing(1)
    int.from_bytes(b"a", "small")
    super(1)
    eval(1)
    type(Point(1))("a")
    threading(1)
    ctypes.missing.deeper(1)
    Movie.fromkeys(1)
    list[int]("a")
