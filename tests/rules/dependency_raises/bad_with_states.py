"""Handlers that take their collection from `request.state`, where a dependency has put it."""

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

app = FastAPI()
done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


def remember(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


@app.get("/replaced")
def replaced(request: Request, _: None = Depends(remember)) -> JSONResponse:
    tasks: BackgroundTasks = request.state.tasks
    tasks.add_task(send)  # error: background-dropped FastAPI runs instead of "tasks"
    return JSONResponse({}, background=BackgroundTask(send))


@app.get("/raising")
def raising(request: Request, _: None = Depends(remember)) -> None:
    tasks: BackgroundTasks = request.state.tasks
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
