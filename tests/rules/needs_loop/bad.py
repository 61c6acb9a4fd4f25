"""Functions that look for the running event loop: there is none in a worker thread."""

import asyncio
from asyncio import create_task, gather
from functools import partial

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from . import elsewhere
from .elsewhere import done, send

app = FastAPI()


@app.post("/create-task")
async def of_create_task(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.create_task, send("a"))  # error: background-never-runs RuntimeError


@app.post("/create-task-with-a-name")
async def with_a_name(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.create_task, send(), name="a")  # error: background-never-runs needs a


@app.post("/ensure-future")
def of_ensure_future(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.ensure_future, send("a"))  # error: background-never-runs RuntimeError


@app.post("/shield")
def of_shield(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.shield, send("a"))  # error: background-never-runs "asyncio.shield" needs


@app.post("/gather")
def of_gather(tasks: BackgroundTasks) -> None:
    tasks.add_task(gather, send("a"), send("b"))  # error: background-never-runs "gather" needs a


@app.post("/imported-name")
def imported_name(tasks: BackgroundTasks) -> None:
    tasks.add_task(create_task, send("a"))  # error: background-never-runs "create_task" needs a


@app.post("/variable")
async def variable(tasks: BackgroundTasks) -> None:
    coroutine = send("a")
    tasks.add_task(asyncio.create_task, coroutine)  # error: background-never-runs the worker thread


@app.post("/partial")
def of_partial(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(create_task, send()))  # error: background-never-runs the worker thread


@app.post("/lambda")
def of_lambda(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: asyncio.create_task(send()))  # error: background-never-runs RuntimeError


@app.post("/threadpool")
def of_threadpool(tasks: BackgroundTasks) -> None:
    tasks.add_task(run_in_threadpool, gather, send())  # error: background-never-runs "gather"


@app.post("/to-thread")
def of_to_thread(tasks: BackgroundTasks) -> None:
    tasks.add_task(asyncio.to_thread, gather, send())  # error: background-never-runs "gather"


@app.post("/response")
async def response() -> Response:
    task = BackgroundTask(create_task, send("a"))  # error: background-never-runs "create_task"
    return Response(background=task)


@app.post("/elsewhere")
async def in_another_file(tasks: BackgroundTasks) -> None:
    tasks.add_task(elsewhere.start, send("a"))  # error: background-never-runs "elsewhere.start"
