"""Handlers that raise, where what else is done with the collection is never in the same call."""

import asyncio

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


@app.get("/loop")
def in_a_loop(tasks: BackgroundTasks, flag: bool = True) -> None:
    while True:
        if flag:
            tasks.add_task(send)  # error: background-dropped The handler raises after this
            raise HTTPException(409)
        raise Carrying(tasks)


@app.get("/try")
def in_a_try(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        if flag:
            tasks.add_task(send)  # error: background-dropped The handler raises after this
            raise HTTPException(409)
        raise Carrying(tasks)
    finally:
        print(flag)


@app.get("/earlier")
def raised_earlier(tasks: BackgroundTasks, flag: bool = False) -> None:
    while True:
        if flag:
            raise Carrying(tasks)
        break
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if not flag:
        raise HTTPException(409)


@app.get("/inside")
def in_a_function_inside(tasks: BackgroundTasks, flag: bool = True) -> None:
    def refuse() -> None:
        raise Carrying(tasks)

    def add() -> None:
        tasks.add_task(send)  # error: background-dropped The handler raises after this

    if flag:
        add()
    else:
        refuse()
    raise HTTPException(409)


@app.get("/never-called")
def in_a_function_that_nobody_calls(tasks: BackgroundTasks) -> None:
    def refuse() -> None:
        raise Carrying(tasks)

    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/switched-off")
def switched_off(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if False:
        raise Carrying(tasks)
    raise HTTPException(409)


async def run(tasks: BackgroundTasks) -> None:
    await tasks()


async def run_later(why: str, *, given: BackgroundTasks) -> None:
    if why:
        await run(given)


@app.get("/run-before")
async def run_before(tasks: BackgroundTasks) -> None:
    await tasks()
    await tasks.__call__()
    await run_later("now", given=tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/each-run-before")
async def each_run_before(tasks: BackgroundTasks) -> None:
    for each in tasks.tasks:
        await each()
    await asyncio.gather(*(each() for each in tasks.tasks))
    await asyncio.gather(*[each() for each in tasks.tasks])
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/carried-by-what-nobody-calls")
def carried_by_what_nobody_calls(tasks: BackgroundTasks) -> None:
    def refuse() -> None:
        raise Carrying(tasks)

    later = refuse
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
