"""A middleware of Starlette's class whose function takes a collection: nobody passes it."""

from fastapi import BackgroundTasks, FastAPI, Request, Response
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

from .elsewhere import done, log

app = FastAPI()


async def logged(
    request: Request, call_next: RequestResponseEndpoint, tasks: BackgroundTasks
) -> Response:
    tasks.add_task(log, "request")  # error: background-injection A middleware is called with
    response = await call_next(request)
    response.background = tasks
    return response


app.add_middleware(BaseHTTPMiddleware, dispatch=logged)  # type: ignore[arg-type]


@app.get("/")
async def index() -> None:
    pass
