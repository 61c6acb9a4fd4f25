"""A class of middleware whose method takes a collection: nobody passes it."""

from fastapi import BackgroundTasks, FastAPI, Request, Response
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint

from .elsewhere import done, log


class Logged(BaseHTTPMiddleware):
    async def dispatch(  # type: ignore[override]
        self, request: Request, call_next: RequestResponseEndpoint, tasks: BackgroundTasks
    ) -> Response:
        tasks.add_task(log, "request")  # error: background-injection A middleware is called with
        response = await call_next(request)
        response.background = tasks
        return response


app = FastAPI()
app.add_middleware(Logged)


@app.get("/")
async def index() -> None:
    pass
