"""Responses that get None from a collection that somebody else runs."""

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import JSONResponse, Response

from .elsewhere import Answer, done, send

app = FastAPI()


@app.get("/injected")
def injected(tasks: BackgroundTasks) -> Response:
    return JSONResponse({}, background=tasks.add_task(send))


@app.get("/injected-elsewhere")
async def injected_elsewhere(tasks: BackgroundTasks) -> Response:
    return Answer({}, background=tasks.add_task(send))


def respond(tasks: BackgroundTasks) -> Response:
    return JSONResponse({}, background=tasks.add_task(send))


@app.get("/helper")
def helper(tasks: BackgroundTasks) -> Response:
    return respond(tasks)


@app.get("/given-later")
def given_later() -> Response:
    tasks = BackgroundTasks()
    response = JSONResponse({}, background=tasks.add_task(send))
    response.background = tasks
    return response


@app.get("/awaited")
async def awaited() -> Response:
    tasks = BackgroundTasks()
    response = JSONResponse({}, background=tasks.add_task(send))
    await tasks()
    return response


class Later(JSONResponse):
    """Runs the tasks of the collection itself, whatever the background is."""

    def __init__(self, tasks: BackgroundTasks, background: None) -> None:
        super().__init__({}, background=tasks)


@app.get("/own-response")
def own_response() -> Response:
    tasks = BackgroundTasks()
    return Later(tasks, background=tasks.add_task(send))


@app.get("/first-added")
def first_added() -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


def log(background: None) -> None:
    """Is not a response."""


@app.get("/no-response")
def no_response(tasks: BackgroundTasks) -> None:
    log(background=tasks.add_task(send))
