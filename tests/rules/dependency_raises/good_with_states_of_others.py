"""Handlers that raise, with a collection in `request.state` that is not only FastAPI's."""

from collections.abc import Awaitable, Callable

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response

app = FastAPI()

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


def remember(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


@app.middleware("http")
async def run(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    own = BackgroundTasks()
    remember(request, own)
    request.state.made = BackgroundTasks([]) if done else own
    response = await call_next(request)
    await own()
    return response


@app.get("/taken")
def taken(request: Request) -> None:
    tasks: BackgroundTasks = request.state.tasks
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/made")
def made(request: Request) -> None:
    tasks: BackgroundTasks = request.state.made
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/given")
def given(tasks: BackgroundTasks, _: None = Depends(remember)) -> None:
    tasks.add_task(send)
