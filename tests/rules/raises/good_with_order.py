"""Handlers that raise, where the exception has the collection, in whatever order that happens."""

import asyncio
from collections.abc import Callable

from fastapi import BackgroundTasks, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Carrying(Exception):
    """An exception whose handler runs the tasks that it is given."""


@app.exception_handler(Carrying)
def run_carried(request: Request, error: Carrying) -> Response:
    return JSONResponse({}, 400, background=error.args[0])


@app.get("/finally")
def in_a_finally(tasks: BackgroundTasks) -> None:
    try:
        raise Carrying(tasks)
    finally:
        tasks.add_task(send)


@app.get("/finally-by-another-name")
def in_a_finally_by_another_name(tasks: BackgroundTasks) -> None:
    queue = tasks
    while True:
        try:
            error = Carrying(queue)
            raise error
        finally:
            queue.add_task(send, "a")
            queue.add_task(send, "b")


@app.get("/before-a-finally")
def before_a_finally(tasks: BackgroundTasks) -> None:
    try:
        tasks.add_task(send)
        raise OSError
    finally:
        raise Carrying(tasks)


@app.get("/handler")
def in_a_handler(tasks: BackgroundTasks) -> None:
    try:
        tasks.add_task(send, "a")
        raise OSError
    except OSError:
        tasks.add_task(send, "b")
    except ValueError:
        raise HTTPException(409)
    raise Carrying(tasks)


@app.get("/in-the-handler")
def raised_in_a_handler(tasks: BackgroundTasks) -> None:
    try:
        tasks.add_task(send)
        raise OSError
    except OSError:
        raise Carrying(tasks)


@app.get("/else")
def in_an_else(tasks: BackgroundTasks) -> None:
    try:
        tasks.add_task(send)
    except OSError:
        raise
    else:
        raise Carrying(tasks)


@app.get("/else-of-a-loop")
def in_the_else_of_a_loop(tasks: BackgroundTasks) -> None:
    for to in "ab":
        tasks.add_task(send, to)
    else:
        raise Carrying(tasks)


@app.get("/next-round")
def in_the_next_round(tasks: BackgroundTasks) -> None:
    for number in range(2):
        if number:
            raise Carrying(tasks)
        tasks.add_task(send)
    raise HTTPException(409)


def refuse(tasks: BackgroundTasks, times: int) -> bool:
    """Raise when there are that many tasks."""
    if len(tasks.tasks) == times:
        raise Carrying(tasks)
    return True


@app.get("/condition")
def in_the_condition_of_a_loop(tasks: BackgroundTasks) -> None:
    while refuse(tasks, 2):
        tasks.add_task(send)
    raise HTTPException(409)


@app.get("/inside")
def in_a_function_inside(tasks: BackgroundTasks) -> None:
    def refuse() -> None:
        def refuse_deeper() -> None:
            raise Carrying(tasks)

        refuse_deeper()

    tasks.add_task(send)
    refuse()


def call(function: Callable[[], None]) -> None:
    function()


@app.get("/passed-on")
def in_a_function_that_is_passed_on(tasks: BackgroundTasks) -> None:
    def refuse() -> None:
        def refuse_deeper() -> None:
            raise Carrying(tasks)

        call(refuse_deeper)

    tasks.add_task(send)
    refuse()
    raise HTTPException(409)


@app.get("/called-in-what-is-passed-on")
def called_in_a_function_that_is_passed_on(tasks: BackgroundTasks) -> None:
    def refuse() -> None:
        def refuse_deeper() -> None:
            raise Carrying(tasks)

        refuse_deeper()

    tasks.add_task(send)
    call(refuse)
    raise HTTPException(409)


@app.get("/class")
def in_a_class_inside(tasks: BackgroundTasks) -> None:
    class Kept:
        inner = tasks

    tasks.add_task(send)
    raise Carrying(Kept.inner)


async def run(tasks: BackgroundTasks) -> None:
    await asyncio.sleep(0)
    await tasks()


async def start(tasks: BackgroundTasks) -> None:
    async def run_inside() -> None:
        await asyncio.sleep(0)
        await tasks()

    asyncio.create_task(run_inside()).add_done_callback(print)


async def run_again(tasks: BackgroundTasks, times: int = 9) -> None:
    if times:
        await run_again(tasks, times - 1)
    else:
        await tasks()


@app.get("/run-after")
async def run_after(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    await run(tasks)
    raise HTTPException(409)


@app.get("/run-in-the-next-round")
async def run_in_the_next_round(tasks: BackgroundTasks) -> None:
    for _ in "ab":
        await tasks()
        tasks.tasks.clear()
        if not done:
            tasks.add_task(send)
    raise HTTPException(409)


@app.get("/run-soon")
async def run_soon(tasks: BackgroundTasks) -> None:
    coroutine = run(tasks)
    tasks.add_task(send)
    await coroutine
    raise HTTPException(409)


@app.get("/run-by-another-task")
async def run_by_another_task(tasks: BackgroundTasks) -> None:
    await start(tasks)
    tasks.add_task(send)
    await asyncio.sleep(0.01)
    raise HTTPException(409)


@app.get("/run-deeply")
async def run_deeply(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    await run_again(tasks)
    raise HTTPException(409)


@app.get("/each-run-after")
async def each_run_after(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    for each in tasks.tasks:
        await each()
    raise HTTPException(409)


@app.get("/each-run-later")
async def each_run_later(tasks: BackgroundTasks) -> None:
    running = asyncio.gather(*(each() for each in tasks.tasks))
    await running
    [asyncio.ensure_future(each()) for each in tasks.tasks]
    for each in tasks.tasks:
        each.kwargs.clear()
    for each in tasks.tasks:
        await each()
        await tasks()
    listed = tasks.tasks
    tasks.add_task(send)
    for each in listed:
        await each()
    raise HTTPException(409)


@app.get("/some-run")
async def some_run(tasks: BackgroundTasks) -> None:
    async def run(other: object) -> None:
        await tasks()

    await asyncio.gather(*(run(each) for each in tasks.tasks))
    tasks.add_task(send)
    await asyncio.gather(*(each() for each in tasks.tasks if each))
    raise HTTPException(409)
