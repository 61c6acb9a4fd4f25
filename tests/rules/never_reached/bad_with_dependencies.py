"""Tasks of handlers with a dependency that always raises."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, WebSocket

from .elsewhere import done, send

app = FastAPI()
router = APIRouter()

__all__ = ["app", "done"]


def refuse() -> None:
    raise HTTPException(401)


async def refuse_later() -> None:
    refuse()


def let_in() -> None:
    done.clear()


@app.post("/parameter")
def by_parameter(tasks: BackgroundTasks, _: None = Depends(refuse)) -> None:
    tasks.add_task(send)  # error: background-dropped FastAPI calls no handler whose dependency


@app.post("/annotated")
def by_annotation(tasks: BackgroundTasks, _: Annotated[None, Depends(refuse_later)]) -> None:
    def add() -> None:
        tasks.add_task(send)  # error: background-dropped as "refuse_later" always does

    add()


@router.post("/route", dependencies=[Depends(let_in), Depends(refuse)])
def by_route(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped as "refuse" always does


class Orders:
    def added(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(send)  # error: background-dropped as "refuse" always does


router.add_api_route("/added", Orders().added, dependencies=[Depends(refuse)], methods=["POST"])


@app.websocket("/socket")
async def socket(socket: WebSocket, tasks: BackgroundTasks, _: None = Depends(refuse)) -> None:
    tasks.add_task(send)  # error: background-dropped FastAPI calls no handler whose dependency
    await tasks()
    await socket.close()


def user(_: None = Depends(refuse)) -> str:
    return "somebody"


async def session(name: str = Depends(user)) -> AsyncIterator[str]:
    yield name


def locked() -> Iterator[None]:
    refuse()
    yield


class Refusing:
    def __init__(self) -> None:
        raise HTTPException(401)


class Gate:
    @staticmethod
    def enter() -> None:
        raise HTTPException(401)


closed = APIRouter(dependencies=[Depends(let_in), Depends(refuse)])


@app.post("/nested")
def nested(tasks: BackgroundTasks, _: Annotated[str, Depends(session)]) -> None:
    tasks.add_task(send)  # error: background-dropped as "refuse" always does


@app.post("/generator", dependencies=[Depends(locked)])
def by_generator(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped as "locked" always does


@app.post("/class")
def by_class(tasks: BackgroundTasks, _: Refusing = Depends()) -> None:
    tasks.add_task(send)  # error: background-dropped as "Refusing" always does


@app.post("/method", dependencies=[Depends(Gate.enter)])
def by_method(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped as "Gate.enter" always does


@closed.post("/router")
def by_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped as "refuse" always does


app.include_router(router)
app.include_router(closed)
