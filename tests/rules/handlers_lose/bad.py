"""Dependencies that add tasks, where each handler that asks for them loses these."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Response, WebSocket
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask
from starlette.testclient import TestClient

from .elsewhere import audit, done, replacing, send

app = FastAPI()
router = APIRouter()

__all__ = ["app", "done"]


def of_one_that_raises(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises


@app.get("/raises", dependencies=[Depends(of_one_that_raises)])
def raises() -> None:
    raise HTTPException(409)


async def of_several(tasks: BackgroundTasks, flag: bool = True) -> str:
    if flag:
        tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises
    return "several"


def in_between(name: str = Depends(of_several)) -> str:
    return name


@app.get("/answers")
async def answers(name: Annotated[str, Depends(in_between)]) -> Response:
    return JSONResponse({}, background=BackgroundTask(audit))


@router.get("/either")
def either(name: str = Depends(of_several), flag: bool = True) -> Response:
    if flag:
        response = JSONResponse({})
        response.background = BackgroundTask(audit)
        return response
    raise HTTPException(409)


async def of_a_generator(tasks: BackgroundTasks) -> AsyncIterator[None]:
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises
    yield


class Handlers:
    def raises(self, name: None = Depends(of_a_generator)) -> None:
        raise HTTPException(409)


app.add_api_route("/method", Handlers().raises)


def of_a_socket(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises


@app.websocket("/socket")
async def socket(socket: WebSocket, name: None = Depends(of_a_socket)) -> None:
    await socket.accept()
    await socket.close()


def of_one_that_is_wrapped(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises


@app.get("/wrapped", dependencies=[Depends(of_one_that_is_wrapped)])
@replacing
async def wrapped() -> None:
    raise HTTPException(409)


@app.post("/open")
def open_it() -> None:
    with TestClient(app).websocket_connect("/socket"):
        pass


app.include_router(router)


# Whatever its scope is, and whoever makes the other background.


class Problem(JSONResponse):
    media_type = "application/problem+json"


def make() -> BackgroundTasks:
    return BackgroundTasks()


async def of_a_scope(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    tasks.add_task(send)  # error: background-dropped Each handler with this dependency raises


@app.get("/scope", dependencies=[Depends(of_a_scope, scope="function")])
def with_a_scope() -> Response:
    tasks = make()
    tasks.add_task(audit)
    return Problem({}, background=tasks)
