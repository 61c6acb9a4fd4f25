"""New collections in place of the one that was passed."""

import fastapi
from fastapi import APIRouter, BackgroundTasks, FastAPI, Request, Response

from . import elsewhere
from .elsewhere import done, send

app = FastAPI()
router = APIRouter()


@app.get("/handler")
async def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "to the one that was passed")
    tasks = BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped "tasks", which is no longer the collection


@router.get("/router")
def of_a_router(later: fastapi.BackgroundTasks) -> None:
    later = fastapi.BackgroundTasks()
    later.add_task(send)  # error: background-dropped Nothing runs "later", which is no longer the


app.include_router(router)


@app.get("/elsewhere")
def of_another_file(tasks: BackgroundTasks) -> None:
    tasks = elsewhere.Collection()
    tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", which is no longer the


@app.get("/in-blocks")
def in_blocks(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks = BackgroundTasks()
    try:
        for _ in range(3):
            tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", which is no
    finally:
        pass
    if flag:
        with open(__file__):
            tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", which is no


class Service:
    def start(self, *, tasks: BackgroundTasks) -> None:
        tasks = BackgroundTasks()
        tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", which is no longer


@app.get("/service")
def service(tasks: BackgroundTasks) -> None:
    Service().start(tasks=tasks)


def endpoint(request: Request, tasks: BackgroundTasks | None = None) -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", which is no longer the
    return Response()


app.add_route("/endpoint", endpoint)
