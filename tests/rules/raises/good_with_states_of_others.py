"""Handlers that raise, with a collection in `request.state` that is not only FastAPI's."""

from collections.abc import Awaitable, Callable

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def remember(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


@app.middleware("http")
async def run(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    own = BackgroundTasks()
    remember(request, own)
    response = await call_next(request)
    await own()
    return response


@app.get("/taken")
def taken(request: Request) -> None:
    tasks: BackgroundTasks = request.state.tasks
    tasks.add_task(send)
    raise HTTPException(409)


def refuse(_: None = Depends(remember)) -> None:
    raise HTTPException(403)
