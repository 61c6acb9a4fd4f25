"""What looks like a coroutine that nobody awaits, but is awaited or is not a coroutine."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any

import anyio.to_thread
from fastapi import BackgroundTasks, FastAPI
from starlette.concurrency import run_in_threadpool

from . import elsewhere
from .elsewhere import done
from .elsewhere import send as deliver

app = FastAPI()


async def send(to: str = "a") -> None:
    done.append(to)


def log(text: str = "a") -> None:
    done.append(text)


class Mailer:
    async def __call__(self) -> None:
        done.append("called")

    async def send(self) -> None:
        done.append("sent")

    @staticmethod
    async def static() -> None:
        done.append("static")


alias = send


@app.post("/awaited")
def awaited(tasks: BackgroundTasks, flag: bool = True) -> None:
    mailer = Mailer()
    tasks.add_task(send, "a")
    tasks.add_task(deliver, "a")
    tasks.add_task(alias)
    tasks.add_task(partial(send, "a"))
    tasks.add_task(partial(partial(send), "a"))
    tasks.add_task(mailer)
    tasks.add_task(partial(mailer))
    tasks.add_task(mailer.send)
    tasks.add_task(Mailer.send, mailer)
    tasks.add_task(Mailer.static)
    tasks.add_task(send if flag else deliver)


@app.post("/no-coroutine")
def no_coroutine(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: log("a"))
    tasks.add_task(lambda: print(done.append("a")))
    tasks.add_task(lambda: done.append("a"))
    tasks.add_task(lambda text: log(text), "a")
    tasks.add_task(lambda: log("a") if tasks else send("never"))
    tasks.add_task(lambda: tasks and log("a"))
    tasks.add_task(lambda: log("a") or None)
    tasks.add_task(lambda: send("never") and log("a"))
    tasks.add_task(list, map(log, ["a"]))
    tasks.add_task(list, (log(each) for each in "a"))
    tasks.add_task(list, map(lambda to: log(to), ["a"]))
    tasks.add_task(lambda: log("a") or tasks)


JOBS: dict[str, Callable[[], object]] = {"mail": lambda: send(), "log": log}
SET: dict[str, Callable[[], object]] = {"mail": lambda: send()}
HANDED: dict[str, Callable[[], object]] = {"mail": lambda: send()}
MERGED: dict[str, Callable[[], object]] = {"mail": lambda: send(), **JOBS}
TWICE: dict[str, Callable[[], object]] = {"mail": lambda: send(), "mail": log}  # noqa: F601
SET["mail"] = log
elsewhere.CHANGED["mail"] = log


def change(jobs: dict[str, Callable[[], object]]) -> None:
    jobs["mail"] = log


change(HANDED)


@app.post("/dictionary")
def dictionary(tasks: BackgroundTasks, name: str = "log") -> None:
    made = {"mail": lambda: send()}
    made.update(mail=log)  # type: ignore[call-overload]
    tasks.add_task(JOBS["log"])
    tasks.add_task(JOBS[name])
    tasks.add_task(SET["mail"])
    tasks.add_task(HANDED["mail"])
    tasks.add_task(MERGED["log"])
    tasks.add_task(TWICE["mail"])
    tasks.add_task(elsewhere.CHANGED["mail"])
    tasks.add_task(made["mail"])


@app.post("/run")
def run(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.run, send())
    tasks.add_task(lambda: asyncio.run(send()))
    tasks.add_task(partial(asyncio.run), send())
    tasks.add_task(run_in_threadpool, lambda: asyncio.run(send()))


async def gather(jobs: list[Awaitable[None]]) -> None:
    await asyncio.gather(*jobs)


@app.post("/of-coroutines")
async def of_coroutines(tasks: BackgroundTasks) -> None:
    tasks.add_task(gather, [send()])


@app.post("/of-tasks")
async def of_tasks(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.wait, [asyncio.create_task(send())])
    tasks.add_task(asyncio.shield, asyncio.create_task(send()))
    tasks.add_task(asyncio.as_completed, [asyncio.create_task(send())])


@app.post("/on-the-loop")
async def on_the_loop(tasks: BackgroundTasks) -> None:
    loop = asyncio.get_running_loop()
    tasks.add_task(asyncio.run_coroutine_threadsafe, send(), loop)
    tasks.add_task(lambda: asyncio.run_coroutine_threadsafe(send(), loop))


@app.post("/threads")
def threads(tasks: BackgroundTasks) -> None:
    tasks.add_task(run_in_threadpool, log, "a")
    tasks.add_task(asyncio.to_thread, log, "a")
    tasks.add_task(anyio.to_thread.run_sync, log, "a")
    tasks.add_task(run_in_threadpool, *[log, "a"])
    tasks.add_task(partial(run_in_threadpool, log), "a")


class Started:
    """Work that is done whether anybody awaits it or not."""

    def __await__(self) -> Generator[None, None, None]:
        yield


def started() -> Awaitable[None]:
    log("started")
    return Started()


def start(tasks: BackgroundTasks, job: Callable[[], Awaitable[None]], run: Any) -> None:
    tasks.add_task(job)
    tasks.add_task(lambda: job())
    tasks.add_task(run, log)


@app.post("/parameters")
def parameters(tasks: BackgroundTasks) -> None:
    start(tasks, started, lambda function: function())


async def never() -> None:
    done.append("never")


rebound: Callable[[], object] = never
if done is not None:
    rebound = log


class Sender:
    async def send(self) -> None:
        done.append("never")


class SyncSender(Sender):
    def send(self) -> None:
        done.append("sent")


def start_sending(tasks: BackgroundTasks, sender: SyncSender) -> None:
    tasks.add_task(lambda: sender.send())
    tasks.add_task(run_in_threadpool, sender.send)


@app.post("/rebound")
def rebound_names(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: rebound())
    tasks.add_task(run_in_threadpool, rebound)
    start_sending(tasks, SyncSender())
