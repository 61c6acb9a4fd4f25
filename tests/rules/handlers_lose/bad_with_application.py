"""A dependency of an application, all of whose handlers lose the tasks that it adds."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

from .elsewhere import audit, done, send


def add(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises


app = FastAPI(dependencies=[Depends(add)])
router = APIRouter()
inner = APIRouter()


@app.get("/raises")
def raises() -> None:
    raise HTTPException(409)


@inner.get("/answers")
def answers() -> Response:
    return JSONResponse(done, background=BackgroundTask(audit))


@app.exception_handler(409)
def refused(request: Request, error: HTTPException) -> Response:
    return JSONResponse({}, 409)


@app.middleware("http")
async def log(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    return await call_next(request)


router.include_router(inner)
app.include_router(router)
