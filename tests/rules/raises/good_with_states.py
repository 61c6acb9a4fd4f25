"""Handlers that raise, with a collection in `request.state` that something runs."""

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def remember(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks
    request.state.more = BackgroundTasks()


def remember_other(request: Request, tasks: BackgroundTasks) -> None:
    request.state.other = tasks


@app.exception_handler(HTTPException)
async def failed(request: Request, error: HTTPException) -> JSONResponse:
    state = request.state
    if error.status_code == 404:
        return JSONResponse({}, 404, background=getattr(state, "other", None))
    return JSONResponse({}, error.status_code, background=state.tasks)


@app.get("/taken")
def taken(request: Request, _: None = Depends(remember)) -> None:
    tasks: BackgroundTasks = request.state.tasks
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/injected")
def injected(tasks: BackgroundTasks, _: None = Depends(remember)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/asked")
def asked_for(tasks: BackgroundTasks, _: None = Depends(remember_other)) -> None:
    tasks.add_task(send)
    raise HTTPException(404)
