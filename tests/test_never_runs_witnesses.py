"""The forms of the rule `background-never-runs`, run: the work of these tasks never happens.

`tests/rules/cases/never_runs*.yml` has what the rules say about them.
"""

# ruff: noqa: D101, PLW0108  # the names of the forms say it; the lambdas are the forms

import asyncio
import contextlib
import functools
import gc
import inspect
import sys
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeAlias

import anyio.to_thread
import fastapi
import pytest
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

with warnings.catch_warnings():
    # From Starlette's own imports: `httpx` if `httpx2` is not installed (1.2 and later), and a name
    # that newer versions of anyio deprecate (before 1.7).
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

pytestmark = [
    # The only sign that Python gives of a lost task, if any.
    pytest.mark.filterwarnings("ignore:coroutine '.*' was never awaited:RuntimeWarning"),
    # Python 3.10 and 3.11 warn before they raise the expected RuntimeError.
    pytest.mark.filterwarnings("ignore:There is no current event loop:DeprecationWarning"),
]

Adder: TypeAlias = Callable[..., Any]
Form: TypeAlias = Callable[[Adder], Any]

done: list[str] = []


def rows(name: str = "rows") -> Iterator[int]:
    done.append(name)
    yield 1


async def pages() -> AsyncIterator[int]:
    done.append("pages")
    yield 1


async def send(to: str = "a") -> None:
    done.append(to)


def log() -> None:
    done.append("log")


def rows_made() -> Iterator[int]:
    done.append("made")
    return iter([1])


@contextlib.contextmanager
def opened() -> Iterator[None]:
    done.append("opened")
    yield


@contextlib.asynccontextmanager
async def connected() -> AsyncIterator[None]:
    done.append("connected")
    yield


def later() -> Coroutine[Any, Any, None]:
    return send()


def awaitable() -> Awaitable[None]:
    return send()


class Generating:
    def __call__(self) -> Iterator[int]:
        yield from rows()

    def bound(self) -> Iterator[int]:
        yield from rows()

    @staticmethod
    def static() -> Iterator[int]:
        yield from rows()

    @classmethod
    def of_class(cls) -> Iterator[int]:
        yield from rows()

    @contextlib.contextmanager
    def session(self) -> Iterator[None]:
        yield from opened_slowly()


def opened_slowly() -> Iterator[None]:
    done.append("opened")
    yield


class Pages:
    async def __call__(self) -> AsyncIterator[int]:
        done.append("pages")
        yield 1


class Mailer:
    def __call__(self) -> Coroutine[Any, Any, None]:
        return send()

    def later(self) -> Coroutine[Any, Any, None]:
        return send()


class AsyncMailer(Mailer):
    async def __call__(self) -> None:
        await send()

    async def later(self) -> None:
        await send()


cached = functools.cache(send)
cached_once = functools.lru_cache(maxsize=1)(send)


def plain(function: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    def wrapper() -> Awaitable[None]:
        return function()

    return wrapper


def wrapped(function: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    @functools.wraps(function)
    def wrapper() -> Awaitable[None]:
        return function()

    return wrapper


def same(function: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    return function


def asynchronous(function: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    @functools.wraps(function)
    async def wrapper() -> None:
        await function()

    return wrapper


def nested(add: Adder) -> Any:  # noqa: ANN401
    def inner() -> Iterator[int]:
        yield from rows()

    return add(inner)


def loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def start_on(own: asyncio.AbstractEventLoop) -> Callable[[], "asyncio.Task[None]"]:
    def start() -> "asyncio.Task[None]":
        return own.create_task(send())

    return start


def sending() -> Coroutine[Any, Any, None]:
    return send()


def value() -> int:
    return 1


async def pause() -> None:
    await asyncio.sleep(0)


def marked(thing: Any) -> Any:  # noqa: ANN401
    """Make Python treat it as a coroutine function."""
    if sys.version_info >= (3, 12):
        return inspect.markcoroutinefunction(thing)
    thing._is_coroutine = asyncio.coroutines._is_coroutine  # type: ignore[attr-defined, unused-ignore]  # noqa: SLF001
    return thing


# Nothing tells the application: the response is 200, and nothing is raised after it.
LOST: dict[str, Form] = {
    "generator function": lambda add: add(rows, name="a"),
    "async generator function": lambda add: add(pages),
    "bound generator method": lambda add: add(Generating().bound),
    "static generator method": lambda add: add(Generating.static),
    "generator method of the class": lambda add: add(Generating.of_class),
    "generator method of the class, of an instance": lambda add: add(Generating().of_class),
    "unbound generator method": lambda add: add(Generating.bound, Generating()),
    "nested generator function": nested,
    "partial of a generator function": lambda add: add(partial(partial(rows), "a")),
    "partial of an async generator function": lambda add: add(partial(pages)),
    "instance with a generator": lambda add: add(Generating()),
    "instance with an async generator": lambda add: add(Pages()),
    "partial of an instance with a generator": lambda add: add(partial(Generating())),
    "lambda around a generator function": lambda add: add(lambda: rows("a")),
    "lambda around an async generator function": lambda add: add(lambda: pages()),
    "context manager": lambda add: add(opened),
    "async context manager": lambda add: add(connected),
    "method that is a context manager": lambda add: add(Generating().session),
    "run_in_threadpool of a generator function": lambda add: add(run_in_threadpool, rows),
    "anyio.to_thread of a generator function": lambda add: add(anyio.to_thread.run_sync, rows),
}
# The same under asyncio. trio raises TypeError when a thread returns a coroutine.
LOST_COROUTINES: dict[str, Form] = {
    "lambda around a coroutine function": lambda add: add(lambda: send("a")),
    "lambda with an argument": lambda add: add(lambda to: send(to), "a"),
    "partial of a lambda": lambda add: add(partial(lambda to: send(to), "a")),
    "lambda around a partial": lambda add: add(lambda: partial(send, "a")()),
    "def that returns a coroutine": lambda add: add(later),
    "def that returns an awaitable": lambda add: add(awaitable),
    "method that returns a coroutine": lambda add: add(Mailer().later),
    "instance that returns a coroutine": lambda add: add(Mailer()),
    "functools.cache": lambda add: add(cached, "a"),
    "functools.lru_cache": lambda add: add(cached_once, "a"),
    "plain wrapper": lambda add: add(plain(send)),
    "plain wrapper with functools.wraps": lambda add: add(wrapped(send)),
    "run_in_threadpool of a coroutine function": lambda add: add(run_in_threadpool, send, "a"),
    "anyio.to_thread of a coroutine function": lambda add: add(anyio.to_thread.run_sync, send),
    "run_in_threadpool of a partial": lambda add: add(run_in_threadpool, partial(send, "a")),
    "partial of run_in_threadpool": lambda add: add(partial(run_in_threadpool, send), "a"),
    "lambda around run_in_threadpool": lambda add: add(lambda: run_in_threadpool(log)),
}
LOST_UNDER_ASYNCIO: dict[str, Form] = {
    "asyncio.to_thread of a generator function": lambda add: add(asyncio.to_thread, rows),
    "asyncio.to_thread of a coroutine function": lambda add: add(asyncio.to_thread, send, "a"),
}

# The response is still 200, and this is raised after it.
RAISING: dict[str, tuple[type[Exception], Form]] = {
    "asyncio.create_task": (RuntimeError, lambda add: add(asyncio.create_task, send())),
    "asyncio.ensure_future": (RuntimeError, lambda add: add(asyncio.ensure_future, send())),
    "asyncio.gather": (RuntimeError, lambda add: add(asyncio.gather, send("a"), send("b"))),
    "lambda around asyncio.create_task": (
        RuntimeError,
        lambda add: add(lambda: asyncio.create_task(send())),
    ),
    "run_in_threadpool of asyncio.create_task": (
        RuntimeError,
        lambda add: add(run_in_threadpool, asyncio.create_task, send()),
    ),
    "what a coroutine function returned": (TypeError, lambda add: add(send())),
    "what a generator function returned": (TypeError, lambda add: add(rows())),
    "what a function returned": (TypeError, lambda add: add(value())),
    "what awaiting returned": (TypeError, lambda add: add(None)),
}

# The rule does not report these.
RUNNING: dict[str, Form] = {
    "function": lambda add: add(log),
    "coroutine function": lambda add: add(send, "a"),
    "partial of a coroutine function": lambda add: add(partial(send, "a")),
    "function that returns an iterator": lambda add: add(rows_made),
    "list of a generator": lambda add: add(list, rows()),
    "instance with a coroutine method": lambda add: add(AsyncMailer()),
    "partial of an instance with a coroutine method": lambda add: add(partial(AsyncMailer())),
    "override with a coroutine method": lambda add: add(AsyncMailer().later),
    "decorator that returns the function itself": lambda add: add(same(send)),
    "async wrapper": lambda add: add(asynchronous(send)),
    "def that is marked as a coroutine function": lambda add: add(marked(sending)),
    "instance that is marked as a coroutine function": lambda add: add(marked(Mailer())),
    "asyncio.run": lambda add: add(asyncio.run, send()),
    "lambda around asyncio.run": lambda add: add(lambda: asyncio.run(send())),
    "run_in_threadpool of a function": lambda add: add(run_in_threadpool, log),
    "anyio.to_thread of a function": lambda add: add(anyio.to_thread.run_sync, log),
    "run_in_threadpool of a list": lambda add: add(run_in_threadpool, list, rows()),
}
RUNNING_UNDER_ASYNCIO: dict[str, Form] = {
    "asyncio.to_thread of a function": lambda add: add(asyncio.to_thread, log),
    "loop.create_task": lambda add: add(loop().create_task, send()),
    "def that returns a Task": lambda add: add(start_on(loop())),
    "loop.run_in_executor": lambda add: add(loop().run_in_executor, None, log),
    "asyncio.ensure_future with a loop": lambda add: add(
        asyncio.ensure_future, send(), loop=loop()
    ),
    "asyncio.ensure_future of a task": lambda add: add(
        asyncio.ensure_future, loop().create_task(send())
    ),
    "asyncio.gather of a task": lambda add: add(asyncio.gather, loop().create_task(send())),
    "asyncio.gather of a task first": lambda add: add(
        asyncio.gather, loop().create_task(pause()), send()
    ),
    "asyncio.run_coroutine_threadsafe": lambda add: add(
        asyncio.run_coroutine_threadsafe, send(), loop()
    ),
}


class Request:
    """A request to an application under one of the event loops, and its outcome."""

    def __init__(self, form: Form, backend: str, wait: float) -> None:
        """Start without an outcome."""
        self.form = form
        self.backend = backend
        self.wait = wait
        self.statuses: list[int] = []
        self.raised: list[type[Exception]] = []
        done.clear()

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve it, and give the work of the tasks time to happen."""

        async def recording_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.statuses.append(message["status"])
            await send(message)

        try:
            await app(scope, receive, recording_send)
        except Exception as error:  # noqa: BLE001
            self.raised.append(type(error))
        with anyio.move_on_after(self.wait):
            while not done:  # noqa: ASYNC110 - the work may be in any thread
                await anyio.sleep(0.001)

    def to_starlette(self) -> None:
        """Send a Starlette response with a single task, as a server does."""

        async def receive() -> Message:
            raise AssertionError

        async def send(_message: Message) -> None: ...

        async def serve() -> None:
            response = Response(background=self.form(BackgroundTask))
            await self.serve(response, {"type": "http"}, receive, send)

        anyio.run(serve, backend=self.backend)
        gc.collect()  # warns about a coroutine that was never awaited

    def to_fastapi(self) -> None:
        """Make a FastAPI handler add the task to the collection that it is passed."""
        app = fastapi.FastAPI()

        @app.get("/")
        async def handler(tasks: fastapi.BackgroundTasks) -> None:
            self.form(tasks.add_task)

        client = TestClient(functools.partial(self.serve, app), backend=self.backend)  # type: ignore[arg-type]
        client.get("/")
        gc.collect()


Run: TypeAlias = Callable[[Request], None]
on_each_side = pytest.mark.parametrize("run", [Request.to_starlette, Request.to_fastapi])
BACKENDS = ["asyncio", "trio"]


def under(backends: list[str], forms: dict[str, Any]) -> list[Any]:
    """Return a parameter for each form under each event loop."""
    return [
        pytest.param(backend, form, id=f"{name}-{backend}")
        for name, form in forms.items()
        for backend in backends
    ]


@on_each_side
@pytest.mark.parametrize(
    ("backend", "form"),
    under(BACKENDS, LOST) + under(["asyncio"], LOST_COROUTINES | LOST_UNDER_ASYNCIO),
)
def test_work_is_lost_silently(backend: str, form: Form, run: Run) -> None:
    request = Request(form, backend, wait=0.01)
    run(request)
    assert (request.statuses, request.raised, done) == ([200], [], [])


@on_each_side
@pytest.mark.parametrize("form", LOST_COROUTINES.values(), ids=LOST_COROUTINES)
def test_trio_raises_if_nobody_awaits_a_coroutine(form: Form, run: Run) -> None:
    request = Request(form, "trio", wait=0.01)
    run(request)
    assert (request.statuses, request.raised, done) == ([200], [TypeError], [])


@on_each_side
@pytest.mark.parametrize(("backend", "form"), under(BACKENDS, RAISING))
def test_work_is_lost_by_an_error_after_the_response(
    backend: str, form: tuple[type[Exception], Form], run: Run
) -> None:
    error, add = form
    request = Request(add, backend, wait=0.01)
    run(request)
    assert (request.statuses, request.raised, done) == ([200], [error], [])


@on_each_side
@pytest.mark.parametrize(
    ("backend", "form"), under(BACKENDS, RUNNING) + under(["asyncio"], RUNNING_UNDER_ASYNCIO)
)
def test_work_happens(backend: str, form: Form, run: Run) -> None:
    request = Request(form, backend, wait=5)
    run(request)
    assert (request.statuses, request.raised, len(done)) == ([200], [], 1)


def test_work_given_to_an_executor_happens() -> None:
    with ThreadPoolExecutor(1) as executor:
        request = Request(lambda add: add(executor.submit, log), "asyncio", wait=5)
        request.to_starlette()
    assert (request.raised, done) == ([], ["log"])


@pytest.mark.skipif(sys.version_info < (3, 11), reason="task groups came with Python 3.11")
def test_work_given_to_a_task_group_happens() -> None:
    async def main() -> None:
        async with asyncio.TaskGroup() as group:
            await BackgroundTask(group.create_task, send())()

    done.clear()
    asyncio.run(main())
    assert done == ["a"]
