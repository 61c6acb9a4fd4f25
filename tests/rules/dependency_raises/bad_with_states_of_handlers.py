"""Handlers that add to the collection in `request.state` as it stands there: mypy calls it Any."""

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

app = FastAPI()
done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


def remember(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


@app.get("/replaced", dependencies=[Depends(remember)])
def replaced(request: Request) -> JSONResponse:
    request.state.tasks.add_task(send)  # error: background-dropped instead of "request.state.tasks"
    return JSONResponse({}, background=BackgroundTask(send))


@app.get("/raising", dependencies=[Depends(remember)])
def raising(request: Request) -> None:
    tasks = request.state.tasks
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
