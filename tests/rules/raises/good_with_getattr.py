"""Handlers that raise, where an exception is asked for the collection that it has."""

from fastapi import BackgroundTasks, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Refused(Exception):
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


@app.exception_handler(Exception)
def refused(request: Request, error: Exception) -> Response:
    return JSONResponse({}, 409, background=getattr(error, "tasks", None))


@app.get("/getattr")
def in_an_exception(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Refused(tasks)
