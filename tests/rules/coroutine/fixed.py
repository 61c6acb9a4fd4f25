"""Coroutine functions that something else calls: nobody awaits the coroutine."""

import asyncio
from collections.abc import Callable
from functools import partial

import anyio.to_thread
from anyio import to_thread
from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from . import elsewhere
from .elsewhere import done, mailer
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

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self.send)


@app.post("/lambdas")
def lambdas(tasks: BackgroundTasks) -> None:
    quick = lambda: send("a")
    tasks.add_task(send, "a")
    tasks.add_task(lambda to: send(to), "a")  # error: background-never-runs "send" returns a
    tasks.add_task(partial(lambda: send("a")))  # error: background-never-runs "send" returns a
    tasks.add_task(partial(lambda to: send(to), "a"))  # error: background-never-runs "send" returns
    tasks.add_task(lambda: partial(send)("a"))  # error: background-never-runs "send" returns a
    tasks.add_task(lambda: (lambda: send())())  # error: background-never-runs "send" returns a
    tasks.add_task(quick)  # error: background-never-runs "send" returns a coroutine
    tasks.add_task(send)


@app.post("/response")
def response() -> Response:
    task = BackgroundTask(send)
    return Response(background=task)


@app.post("/methods")
def methods(tasks: BackgroundTasks) -> None:
    of_module = Mailer()
    tasks.add_task(Mailer().send)
    tasks.add_task(of_module.send)
    tasks.add_task(of_module)
    of_module.start(tasks)


@app.post("/threads")
def threads(tasks: BackgroundTasks) -> None:
    run_sync = anyio.to_thread.run_sync
    tasks.add_task(send, "a")
    tasks.add_task(send, to="a")
    tasks.add_task(send)
    tasks.add_task(run_sync, send, abandon_on_cancel=True)  # error: background-never-runs "send"
    tasks.add_task(run_in_threadpool, partial(send))  # error: background-never-runs "send" returns
    tasks.add_task(run_in_threadpool, lambda: send())  # error: background-never-runs "send" returns
    tasks.add_task(partial(run_in_threadpool, send))  # error: background-never-runs "send" returns
    tasks.add_task(Mailer())
    tasks.add_task(Mailer().send)


@app.post("/threads-that-nobody-starts")
def threads_that_nobody_starts(tasks: BackgroundTasks) -> None:
    tasks.add_task(run_in_threadpool, log)
    tasks.add_task(asyncio.to_thread, log)


@app.post("/conditions")
def conditions(tasks: BackgroundTasks, flag: bool = True) -> None:
    job = (lambda: send("a")) if flag else (lambda: deliver())
    tasks.add_task(job)  # error: background-never-runs "send" returns a coroutine
    tasks.add_task(lambda: send("a") if flag else send("b"))  # error: background-never-runs makes
    tasks.add_task(lambda: deliver() if flag else None)  # error: background-never-runs makes
    tasks.add_task(lambda: send("a") or deliver())  # error: background-never-runs makes coroutines
    tasks.add_task(lambda: send("a") and deliver())  # error: background-never-runs makes coroutines
    tasks.add_task(lambda: flag and send("a"))  # error: background-never-runs makes coroutines
    tasks.add_task(lambda: send("a") or None)  # error: background-never-runs makes coroutines
    tasks.add_task(lambda: send("a") and None)  # error: background-never-runs makes coroutines
    tasks.add_task(lambda: send("a") or log())  # error: background-never-runs makes coroutines
    tasks.add_task(lambda: done.count("a") or (flag and send("a")))  # error: background-never-runs makes
    tasks.add_task(lambda: [send("a"), deliver()] if flag else ())  # error: background-never-runs makes


JOBS: dict[str, Callable[[str], object]] = {"mail": lambda to: send(to), "log": log}
LATER: dict[str, Callable[[], object]] = {"a": lambda: send("a"), "b": lambda: send("b")}


@app.post("/dictionary")
def dictionary(tasks: BackgroundTasks, name: str = "a") -> None:
    tasks.add_task(JOBS["mail"], "a")  # error: background-never-runs "send" returns a coroutine
    tasks.add_task(LATER[name])  # error: background-never-runs "send" returns a coroutine
    tasks.add_task(elsewhere.JOBS["mail"])  # error: background-never-runs returns a coroutine
    if name in LATER and LATER.get(name):
        tasks.add_task(JOBS["log"], "a")


@app.post("/each")
def each_of_several(tasks: BackgroundTasks) -> None:
    tasks.add_task(list, map(send, ["a"]))  # error: background-never-runs "list" makes coroutines
    tasks.add_task(tuple, (send(each) for each in "a"))  # error: background-never-runs "tuple" makes
    tasks.add_task(any, map(elsewhere.send, ["a"]))  # error: background-never-runs "any" makes corou
    tasks.add_task(list, map(lambda to: send(to), ["a"]))  # error: background-never-runs "list" makes
    tasks.add_task(list, map(partial(send), ["a"]))  # error: background-never-runs "list" makes corou
    tasks.add_task(lambda: set(map(send, ["a"])))  # error: background-never-runs "set" makes corou
    tasks.add_task(partial(list, map(send, ["a"])))  # error: background-never-runs "list" makes coro


@app.post("/as-completed")
async def as_completed(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.as_completed, [send("a")])  # error: background-never-runs starts nothing


@app.post("/task")
def task(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda to: BackgroundTask(log, to)(), "a")  # error: background-never-runs returns a


@app.post("/elsewhere")
def in_other_files(tasks: BackgroundTasks) -> None:
    tasks.add_task(deliver)
    tasks.add_task(elsewhere.send)
    tasks.add_task(mailer.send)
    tasks.add_task(elsewhere.later)  # error: background-never-runs "elsewhere.later" returns a
    tasks.add_task(mailer.send)


def add(tasks: BackgroundTasks, function: Callable[..., object], *args: object) -> None:
    tasks.add_task(function, *args)


@app.post("/helper")
def helper(tasks: BackgroundTasks) -> None:
    add(tasks, run_in_threadpool, send)  # error: background-never-runs "send" returns a coroutine
