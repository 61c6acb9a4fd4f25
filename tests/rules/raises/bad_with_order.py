"""Handlers that raise, where what else is done with the collection is never in the same call."""

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
