"""Functions that only make a coroutine, or the like, which nobody runs."""

import asyncio
import functools
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from fastapi import BackgroundTasks, FastAPI

from . import elsewhere
from .elsewhere import (
    Calling,
    done,
    dropping,
    forgetting,
    log,
    notify_elsewhere,
    opened,
    pages,
    rows,
    send,
)

app = FastAPI()
pool = ThreadPoolExecutor(1)


def notify(to: str) -> None:
    """Send it."""
    send(to)


async def notify_later(to: str) -> None:
    print(f"to {to}")
    started = time.perf_counter()
    send(to)
    log.info("took %s", time.perf_counter() - started)


async def returns_it(to: str) -> object:
    return send(to)


def either(to: str) -> object:
    if not to:
        return None
    with suppress(ValueError):
        return send(to)
    return send("b")


def keeps_it(to: str) -> None:
    job = send(to)


def each_of(to: str) -> None:
    for each in [to]:
        send(each)
    [send(each) for each in [to]]
    (send(to), None)


def submits(to: str) -> None:
    pool.submit(send, to)


async def runs_in_executor(to: str) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, send, to)


async def in_a_thread(to: str) -> None:
    await asyncio.to_thread(send, to)


def starts_a_thread(to: str) -> None:
    threading.Thread(target=send, args=(to,)).start()


def starts_a_kept_thread(to: str) -> None:
    thread = threading.Thread(target=send, args=(to,))
    thread.start()


def creates(to: str) -> None:
    asyncio.create_task(send(to))


def gathers(to: str) -> None:
    asyncio.gather(send(to), send("b"))


def creates_deeper(to: str) -> None:
    creates(to)


def creates_first(to: str) -> None:
    asyncio.create_task(send(to))
    done.append(to)


def asks_for_the_loop(to: str) -> None:
    """Send it."""
    log.info("sending")
    asyncio.get_event_loop().run_until_complete(send(to))


def asks_for_a_running_loop(to: str) -> None:
    loop = asyncio.get_running_loop()
    loop.create_task(send(to))
    done.append(to)


async def runs(to: str) -> None:
    asyncio.run(send(to), debug=False)
    done.append(to)


async def runs_on_the_loop(to: str) -> None:
    loop = asyncio.get_event_loop()
    print(loop)
    return loop.run_until_complete(send(to))


def runs_where_it_is_called(to: str) -> None:
    asyncio.run(send(to))


async def runs_deeper(to: str) -> None:
    runs_where_it_is_called(to)


async def runs_sometimes(to: str) -> None:
    if to:
        asyncio.run(send(to))


def exports(to: str) -> None:
    rows(to)


def returns_rows(to: str) -> Iterator[str]:
    return rows(to)


def returns_pages(to: str) -> AsyncIterator[str]:
    return pages(to)


def makes_a_manager(to: str) -> None:
    opened(to)


async def deeper(to: str) -> None:
    await notify_later(to)


def partly(to: str) -> None:
    functools.partial(notify, to)()


class Mailer:
    async def send(self, to: str) -> None:
        done.append(to)

    def notify(self, to: str) -> None:
        self.send(to)


@dropping
async def wrapped(to: str) -> None:
    done.append(to)


@dropping
def wrapped_rows(to: str) -> Iterator[str]:
    done.append(to)
    yield to


@forgetting
async def forgotten(to: str) -> None:
    done.append(to)


@Calling
async def called(to: str) -> None:
    done.append(to)


mailer = Mailer()


@app.get("/def")
def in_a_def(tasks: BackgroundTasks) -> None:
    tasks.add_task(notify, "a")  # error: background-never-runs "notify" only calls "send"
    tasks.add_task(lambda: notify("a"))  # error: background-never-runs "notify" only calls "send"
    tasks.add_task(notify_elsewhere)  # error: background-never-runs only calls "send"
    tasks.add_task(elsewhere.notify_elsewhere)  # error: background-never-runs only calls "send"
    tasks.add_task(each_of, "a")  # error: background-never-runs only calls "send"
    tasks.add_task(either, "a")  # error: background-never-runs only calls "send"
    tasks.add_task(keeps_it, "a")  # error: background-never-runs only calls "send"


@app.get("/async-def")
def in_an_async_def(tasks: BackgroundTasks) -> None:
    tasks.add_task(notify_later, "a")  # error: background-never-runs only calls "send"
    tasks.add_task(returns_it, "a")  # error: background-never-runs only calls "send"
    tasks.add_task(deeper, "a")  # error: background-never-runs only calls "send"
    tasks.add_task(partly, "a")  # error: background-never-runs "partly" only calls "send"


@app.get("/threads")
def in_threads(tasks: BackgroundTasks) -> None:
    tasks.add_task(submits, "a")  # error: background-never-runs only calls "pool.submit"
    tasks.add_task(runs_in_executor, "a")  # error: background-never-runs "loop.run_in_executor"
    tasks.add_task(in_a_thread, "a")  # error: background-never-runs "asyncio.to_thread"
    tasks.add_task(starts_a_thread, "a")  # error: background-never-runs (...).start
    tasks.add_task(starts_a_kept_thread, "a")  # error: background-never-runs "thread.start"


@app.get("/create-task")
def creates_a_task(tasks: BackgroundTasks) -> None:
    tasks.add_task(creates, "a")  # error: background-never-runs "creates" runs in a worker thread


@app.get("/gather")
def gathers_coroutines(tasks: BackgroundTasks) -> None:
    tasks.add_task(gathers, "a")  # error: background-never-runs "gathers" runs in a worker thread


@app.get("/create-task-deeper")
def creates_a_task_deeper(tasks: BackgroundTasks) -> None:
    tasks.add_task(creates_deeper, "a")  # error: background-never-runs finds no event loop


@app.get("/create-task-first")
def creates_a_task_first(tasks: BackgroundTasks) -> None:
    tasks.add_task(creates_first, "a")  # error: background-never-runs finds no event loop


@app.get("/get-event-loop")
def gets_the_event_loop(tasks: BackgroundTasks) -> None:
    tasks.add_task(asks_for_the_loop, "a")  # error: background-never-runs "asyncio.get_event_loop" f


@app.get("/get-running-loop")
def gets_the_running_loop(tasks: BackgroundTasks) -> None:
    tasks.add_task(asks_for_a_running_loop, "a")  # error: background-never-runs finds no event loop


@app.get("/run")
def runs_it(tasks: BackgroundTasks) -> None:
    tasks.add_task(runs, "a")  # error: background-never-runs "asyncio.run" raises RuntimeError


@app.get("/run-until-complete")
def runs_it_until_complete(tasks: BackgroundTasks) -> None:
    tasks.add_task(runs_on_the_loop, "a")  # error: background-never-runs raises RuntimeError


@app.get("/run-deeper")
def runs_it_deeper(tasks: BackgroundTasks) -> None:
    tasks.add_task(runs_deeper, "a")  # error: background-never-runs raises RuntimeError


@app.get("/run-sometimes")
def runs_it_sometimes(tasks: BackgroundTasks) -> None:
    tasks.add_task(runs_sometimes, "a")  # error: background-never-runs raises RuntimeError


@app.get("/generators")
def makes_generators(tasks: BackgroundTasks) -> None:
    tasks.add_task(exports, "a")  # error: background-never-runs makes a generator
    tasks.add_task(returns_rows, "a")  # error: background-never-runs makes a generator
    tasks.add_task(returns_pages, "a")  # error: background-never-runs makes an async generator
    tasks.add_task(makes_a_manager, "a")  # error: background-never-runs makes a context manager


@app.get("/methods")
def of_methods(tasks: BackgroundTasks) -> None:
    tasks.add_task(mailer.notify, "a")  # error: background-never-runs only calls "self.send"


@app.get("/decorators")
def under_decorators(tasks: BackgroundTasks) -> None:
    tasks.add_task(wrapped, "a")  # error: background-never-runs its decorator drops
    tasks.add_task(wrapped_rows, "a")  # error: background-never-runs its decorator drops
    tasks.add_task(forgotten, "a")  # error: background-never-runs its decorator drops
    tasks.add_task(called, "a")  # error: background-never-runs its decorator drops
    tasks.add_task(dropping(send), "a")  # error: background-never-runs its decorator drops
