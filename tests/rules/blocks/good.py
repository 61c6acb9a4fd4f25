"""Tasks that wait in a worker thread, or do not block."""

import asyncio
import queue
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
from fastapi import BackgroundTasks, FastAPI
from starlette.concurrency import run_in_threadpool

from .elsewhere import Client, done, rows_elsewhere, wait_elsewhere

app = FastAPI()
pool = ThreadPoolExecutor(1)


def sleep(to: str = "a") -> None:
    time.sleep(0.01)
    done.append(to)


async def in_a_thread() -> None:
    await asyncio.to_thread(time.sleep, 0.01)
    await run_in_threadpool(wait_elsewhere)
    await asyncio.get_running_loop().run_in_executor(None, sleep)


async def function_in_a_thread() -> None:
    def work() -> None:
        time.sleep(0.01)
        done.append("a")

    await asyncio.to_thread(work)


async def lambda_in_a_thread() -> None:
    await asyncio.to_thread(lambda: time.sleep(0.01))
    done.append("a")


async def only_for_types() -> None:
    if TYPE_CHECKING:
        time.sleep(0.01)
    if False:
        time.sleep(0.01)
    done.append("a")


async def after_the_end() -> None:
    done.append("a")
    return
    time.sleep(0.01)


async def no_time() -> None:
    time.sleep(0)
    done.append("a")


async def taken_at_once() -> None:
    jobs: queue.Queue[int] = queue.Queue()
    jobs.put(1)
    jobs.get(False)
    done.append("a")


async def result_of_a_task() -> None:
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    task.result()
    done.append("a")


async def with_an_async_client() -> None:
    async with httpx.AsyncClient() as client:
        await asyncio.sleep(0)
        client.build_request("GET", "http://127.0.0.1:9/")
    done.append("a")


async def generator_that_nobody_iterates_over() -> None:
    rows = rows_elsewhere()
    rows.close()
    done.append("a")


async def coroutine_that_nobody_awaits() -> None:
    Client().ask_later().close()
    done.append("a")


class Open:
    def ask(self) -> None:
        time.sleep(0.01)


class Quick(Open):
    def ask(self) -> None:
        done.append("a")


async def overridden(opened: Open) -> None:
    opened.ask()


def quickly(function: Callable[[], None]) -> Callable[[], None]:
    return lambda: done.append("a")


@quickly
def replaced() -> None:
    time.sleep(0.01)


async def decorated() -> None:
    replaced()


async def given(function: Callable[[], None]) -> None:
    function()


@app.get("/thread")
def of_threads(tasks: BackgroundTasks) -> None:
    tasks.add_task(sleep)
    tasks.add_task(function_in_a_thread)
    tasks.add_task(lambda_in_a_thread)
    tasks.add_task(in_a_thread)


@app.get("/never")
def of_what_never_runs(tasks: BackgroundTasks) -> None:
    tasks.add_task(only_for_types)
    tasks.add_task(after_the_end)
    tasks.add_task(generator_that_nobody_iterates_over)
    tasks.add_task(coroutine_that_nobody_awaits)


@app.get("/quick")
def of_what_is_quick(tasks: BackgroundTasks) -> None:
    tasks.add_task(no_time)
    tasks.add_task(taken_at_once)
    tasks.add_task(result_of_a_task)
    tasks.add_task(with_an_async_client)


@app.get("/unsure")
def of_what_is_not_sure(tasks: BackgroundTasks) -> None:
    tasks.add_task(overridden, Quick())
    tasks.add_task(decorated)
    tasks.add_task(given, lambda: done.append("a"))


def unknown(function: Callable[[], None]) -> Callable[[], None]:
    return known.get(function.__name__, function)


known = {"hidden": lambda: done.append("a")}


@unknown
def hidden() -> None:
    time.sleep(0.01)


async def of_hidden() -> None:
    hidden()


@contextmanager
def span() -> Iterator[None]:
    time.sleep(0.01)
    yield


async def span_that_nobody_enters() -> None:
    span()
    done.append("a")


@app.get("/more")
def of_more(tasks: BackgroundTasks) -> None:
    tasks.add_task(of_hidden)
    tasks.add_task(span_that_nobody_enters)


async def slow_on_demand(slow: bool = False, kind: str = "") -> None:
    if not (not slow or kind == "quick"):
        time.sleep(0.01)
    done.append("a")


async def slow_in_the_end(quick: bool) -> None:
    done.append("a")
    if quick:
        return
    time.sleep(0.01)


async def slow_after_an_exception() -> None:
    try:
        done.append("a")
    except ValueError:
        time.sleep(0.01)


async def result_that_is_there() -> None:
    future = pool.submit(done.append, "a")
    await asyncio.wrap_future(future)
    future.result()


@app.get("/conditions")
def of_conditions(tasks: BackgroundTasks) -> None:
    tasks.add_task(slow_on_demand)
    tasks.add_task(slow_in_the_end, True)
    tasks.add_task(slow_after_an_exception)
    tasks.add_task(result_that_is_there)


async def generator_that_nobody_runs() -> None:
    waits = (time.sleep(0.01) for _ in "a")
    waits.close()
    done.append("a")


async def generator_for_a_thread() -> None:
    await asyncio.to_thread(list, (time.sleep(0.01) for _ in "a"))
    done.append("a")


async def loop_without_rounds() -> None:
    while False:
        time.sleep(0.01)
    done.append("a")


@app.get("/generators")
def of_generators(tasks: BackgroundTasks) -> None:
    tasks.add_task(generator_that_nobody_runs)
    tasks.add_task(generator_for_a_thread)
    tasks.add_task(loop_without_rounds)


async def slow_of_a_kind(kind: str) -> None:
    waits = None
    if kind == "slow":
        waits = 0.01
    seconds = waits
    if not seconds:
        done.append("a")
        return
    time.sleep(seconds)


@app.get("/kinds")
def of_kinds(tasks: BackgroundTasks) -> None:
    tasks.add_task(slow_of_a_kind, "quick")
