"""Dependencies that add tasks too late, where others keep their collection in other requests."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from .elsewhere import done, send

app = FastAPI()


class Refused(Exception):
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


class Running:
    async def __call__(self, tasks: BackgroundTasks) -> AsyncIterator[None]:
        yield
        await tasks()


running = Running()


async def run_later(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


def add_late(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


def add_late_for_all(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)  # error: background-dropped FastAPI runs what follows the yield


router = APIRouter(dependencies=[Depends(run_later)])
late = APIRouter(dependencies=[Depends(add_late_for_all)])


@router.get("/others")
def others() -> None: ...


@late.post("/late")
def late_for_all() -> None: ...


class Handlers:
    def add(self, _: Annotated[None, Depends(add_late)]) -> None: ...


app.add_api_route("/method", Handlers().add, methods=["POST"])


def make() -> None:
    @app.post("/inside")
    def inside(tasks: BackgroundTasks, _: None = Depends(add_late)) -> Response:
        tasks.add_task(send)
        response = JSONResponse({})
        response.background = tasks
        return response


@app.get("/object")
def of_object(_: None = Depends(running)) -> None: ...


@app.exception_handler(Refused)
def refused(request: Request, error: Refused) -> Response:
    return JSONResponse({}, 409, background=error.tasks)


make()
app.include_router(router)
app.include_router(late, dependencies=[Depends(lambda: None)])
