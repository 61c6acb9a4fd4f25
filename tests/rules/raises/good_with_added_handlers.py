"""Handlers that a call or a decorator adds, and that take part in the requests of others."""

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.exception_handler(HTTPException)
async def failed(request: Request, error: HTTPException) -> Response:
    kept = getattr(request.state, "tasks", None)
    return JSONResponse({}, error.status_code, background=kept)


@app.get("/keeps")
def keeps(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks
    tasks.add_task(send)


def keeps_too(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks
    tasks.add_task(send)
    tasks.add_task(send)


@app.get("/depends")
def depends_on_a_handler(tasks: BackgroundTasks, kept: None = Depends(keeps)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/depends-on-added")
def depends_on_an_added_handler(tasks: BackgroundTasks, kept: None = Depends(keeps_too)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


def runs_it_before_it_raises(request: Request, tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    request.state.tasks = tasks
    raise HTTPException(409)


app.add_api_route("/keeps-too", keeps_too, methods=["GET"])
app.add_api_route("/runs", runs_it_before_it_raises, methods=["GET"])
