"""Handlers that raise an exception which takes the tasks along, to a handler that runs them."""

from fastapi import BackgroundTasks, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.exception_handler(HTTPException)
async def refused(request: Request, error: HTTPException) -> Response:
    return JSONResponse({}, error.status_code, background=error.tasks)  # type: ignore[attr-defined]


@app.get("/attribute")
async def attribute(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    error = HTTPException(409)
    error.tasks = tasks  # type: ignore[attr-defined]
    raise error
