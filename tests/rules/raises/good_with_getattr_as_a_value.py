"""Handlers that raise, where a function with another name asks the exception for what it has."""

from fastapi import BackgroundTasks, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()
read = getattr

__all__ = ["app", "done"]


class Refused(Exception):
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


@app.exception_handler(Refused)
def refused(request: Request, error: Refused) -> Response:
    return JSONResponse({}, 409, background=read(error, "tasks"))


@app.get("/getattr")
def in_an_exception(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Refused(tasks)
