"""Handlers that raise, where what has the collection is read by a name that is not written out."""

from fastapi import BackgroundTasks, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Refused(Exception):
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


@app.exception_handler(Refused)
def refused(request: Request, error: Refused) -> Response:
    return JSONResponse({}, 409, background=next(iter(vars(error).values())))


@app.get("/vars")
def in_an_exception(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise Refused(tasks)


@app.get("/method")
async def by_a_method(tasks: BackgroundTasks) -> None:
    add = tasks.add_task
    tasks.add_task(send)
    await add.__self__()  # type: ignore[operator]
    raise OSError
