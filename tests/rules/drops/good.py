"""Functions that do more than to make a coroutine, or have somebody run it."""

import asyncio
import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, log, rows, send

app = FastAPI()
jobs: list[Any] = []


class Kept:
    job: object = None


kept = Kept()


async def nothing() -> None: ...


def also_writes(to: str) -> None:
    nothing().close()
    done.append(to)


async def awaits(to: str) -> None:
    await send(to)


async def awaits_what_is_kept(to: str) -> None:
    job = send(to)
    await job


def runs(to: str) -> None:
    asyncio.run(send(to))


async def runs_in_a_thread(to: str) -> None:
    await asyncio.to_thread(runs, to)


async def starts_what_runs(to: str) -> None:
    threading.Thread(target=runs, args=(to,)).start()


async def submits_what_runs(to: str) -> None:
    await asyncio.get_running_loop().run_in_executor(None, runs, to)


async def runs_or_awaits(to: str) -> None:
    coroutine = send(to)
    try:
        asyncio.run(coroutine)
    except RuntimeError:
        await coroutine


async def calls_before(to: str) -> None:
    asyncio.run(send(done.append(to) or to))  # type: ignore[func-returns-value]


def runs_a_loop(to: str) -> None:
    loop = asyncio.new_event_loop()
    loop.run_until_complete(send(to))
    loop.close()


def asks_first(to: str) -> None:
    try:
        asyncio.get_running_loop().create_task(send(to))
    except RuntimeError:
        asyncio.run(send(to))


def iterates(to: str) -> None:
    for _ in rows(to):
        log.info("a row")


def lists(to: str) -> list[str]:
    return list(rows(to))


async def creates(to: str) -> None:
    task = asyncio.create_task(send(to))
    await task


def called_on_the_loop(to: str) -> None:
    asyncio.create_task(send(to))


async def creates_deeper(to: str) -> None:
    called_on_the_loop(to)


async def in_a_thread(to: str) -> None:
    await asyncio.to_thread(done.append, to)


def starts_a_thread(to: str) -> None:
    threading.Thread(target=done.append, args=(to,)).start()


async def awaits_the_result(to: str) -> None:
    await (await asyncio.to_thread(send, to))


async def closes(to: str) -> None:
    coroutine = send(to)
    kept.job = coroutine
    await coroutine


async def hands_on(to: str) -> None:
    await asyncio.gather(*(send(each) for each in [to]))


@contextmanager
def working(to: str) -> Iterator[None]:
    done.append(to)
    yield


async def nothing_in_a_block(to: str) -> None:
    with working(to):
        nothing().close()


def awaiting(func: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(func)
    async def wrapper(*args: Any, **kwargs: Any) -> None:
        await func(*args, **kwargs)

    return wrapper


def same(func: Callable[..., Any]) -> Callable[..., Any]:
    log.info("decorated %s", func.__name__)
    return func


class Running:
    def __init__(self, func: Callable[..., Any]) -> None:
        self.func = func

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        asyncio.run(self.func(*args, **kwargs))


@awaiting
async def awaited(to: str) -> None:
    done.append(to)


@same
async def unchanged(to: str) -> None:
    done.append(to)


@Running
async def run_by_an_object(to: str) -> None:
    done.append(to)


class Mailer:
    async def send(self, to: str) -> None:
        done.append(to)

    def notify(self, to: str) -> object:
        return self.send(to)


class Prompt(Mailer):
    async def notify(self, to: str) -> None:
        await self.send(to)


def mailer_of(name: str) -> Mailer:
    return Prompt() if name else Mailer()


mailer = mailer_of("prompt")


@app.get("/functions")
def functions(tasks: BackgroundTasks) -> None:
    tasks.add_task(also_writes, "a")
    tasks.add_task(awaits, "a")
    tasks.add_task(awaits_what_is_kept, "a")
    tasks.add_task(runs, "a")
    tasks.add_task(runs_in_a_thread, "a")
    tasks.add_task(starts_what_runs, "a")
    tasks.add_task(submits_what_runs, "a")
    tasks.add_task(runs_or_awaits, "a")
    tasks.add_task(runs_a_loop, "a")
    tasks.add_task(asks_first, "a")
    tasks.add_task(iterates, "a")
    tasks.add_task(lists, "a")
    tasks.add_task(creates, "a")
    tasks.add_task(creates_deeper, "a")
    tasks.add_task(in_a_thread, "a")
    tasks.add_task(starts_a_thread, "a")
    tasks.add_task(awaits_the_result, "a")
    tasks.add_task(closes, "a")
    tasks.add_task(hands_on, "a")
    tasks.add_task(nothing_in_a_block, "a")


@app.get("/raises-in-the-end")
def raises_in_the_end(tasks: BackgroundTasks) -> None:
    tasks.add_task(calls_before, "a")


@app.get("/decorated")
def decorated(tasks: BackgroundTasks) -> None:
    tasks.add_task(awaited, "a")
    tasks.add_task(unchanged, "a")
    tasks.add_task(run_by_an_object, "a")


@app.get("/methods")
def methods(tasks: BackgroundTasks) -> None:
    tasks.add_task(mailer.notify, "a")


def returns_it(to: str) -> Any:
    return send(to)


async def awaits_what_is_returned(to: str) -> None:
    await returns_it(to)


async def returns_what_is_awaited(to: str) -> Any:
    return await returns_it(to)


@app.get("/returned")
def returned(tasks: BackgroundTasks) -> None:
    tasks.add_task(awaits_what_is_returned, "a")
    tasks.add_task(returns_what_is_awaited, "a")
