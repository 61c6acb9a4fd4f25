"""Collections that belong to a module, and that something runs."""

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import JSONResponse, Response

from . import elsewhere
from .elsewhere import (
    done,
    given_another_name,
    replaced,
    run_by_another,
    run_by_its_module,
    send,
    spelt_as_a_text,
)
from .elsewhere import given_another_name as other_name

app = FastAPI()
returned_outbox = BackgroundTasks()
rebound_outbox = BackgroundTasks()
handed_outbox = BackgroundTasks()

__all__ = ["app", "done"]


@app.get("/returned")
def returned() -> Response:
    returned_outbox.add_task(send)
    return JSONResponse({}, background=returned_outbox)


@app.get("/rebound")
async def rebound() -> None:
    global rebound_outbox
    outbox = rebound_outbox
    rebound_outbox.add_task(send)
    rebound_outbox = BackgroundTasks()
    await outbox()


async def run(tasks: BackgroundTasks) -> None:
    await tasks()


@app.get("/handed")
async def handed() -> None:
    handed_outbox.add_task(send)
    await run(handed_outbox)
    handed_outbox.tasks.clear()


@app.get("/elsewhere")
async def of_another_module() -> None:
    elsewhere.run_by_another.add_task(send)
    await run_by_another()
    run_by_another.tasks.clear()


@app.get("/by-its-module")
async def by_its_module() -> None:
    run_by_its_module.add_task(send)
    await elsewhere.flush()


@app.get("/another-name")
async def another_name() -> None:
    given_another_name.add_task(send)
    await other_name()
    other_name.tasks.clear()


@app.get("/text")
async def as_a_text() -> None:
    spelt_as_a_text.add_task(send)
    await getattr(elsewhere, "spelt_as_a_text")()
    spelt_as_a_text.tasks.clear()


@app.get("/replaced")
async def replaced_elsewhere() -> Response:
    tasks = BackgroundTasks()
    elsewhere.replaced = tasks
    elsewhere.replaced.add_task(send)
    return JSONResponse({"is": replaced is tasks}, background=tasks)


kept: list[BackgroundTasks] = []
shared = [handed_outbox]


def make_and_keep() -> BackgroundTasks:
    kept.append(BackgroundTasks())
    return kept[-1]


def take_the_first() -> BackgroundTasks:
    shared.append(BackgroundTasks())
    return shared[0]


def make_and_keep_here() -> BackgroundTasks:
    kept_here = []
    kept_here.append(BackgroundTasks())
    return kept_here[-1]


@app.get("/list")
async def put_into_a_list() -> None:
    tasks = make_and_keep()
    tasks.add_task(send)
    for each in kept:
        await each()


@app.get("/first")
async def not_the_last() -> None:
    tasks = take_the_first()
    tasks.add_task(send)
    await handed_outbox()
    handed_outbox.tasks.clear()


@app.get("/list-of-a-function")
async def put_into_a_list_of_a_function() -> Response:
    tasks = make_and_keep_here()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)
