"""A middleware function that takes a collection: nobody passes it."""

from fastapi import BackgroundTasks, FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from .elsewhere import done, log

app = FastAPI()


@app.middleware("http")
async def logged(
    request: Request, call_next: RequestResponseEndpoint, tasks: BackgroundTasks
) -> Response:
    response = await call_next(request)
    tasks.add_task(log, "request")  # error: background-injection A middleware is called with
    response.background = tasks
    return response


@app.get("/")
async def index() -> None:
    pass
