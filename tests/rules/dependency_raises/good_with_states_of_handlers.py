"""Handlers that raise, where somebody runs or replaces what is in `request.state`."""

from collections.abc import Awaitable, Callable

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response

app = FastAPI()
done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


@app.middleware("http")
async def run(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    kept = getattr(request.state, "own", None)
    if kept is not None:
        await kept()
    return response


def remember(request: Request, tasks: BackgroundTasks) -> None:
    request.state.own = tasks


@app.get("/run", dependencies=[Depends(remember)])
def raising(request: Request) -> None:
    request.state.own.add_task(send)
    raise HTTPException(409)
