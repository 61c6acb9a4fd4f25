"""Attributes that a collection does not have: the handler raises, and no task runs."""

from typing import Annotated, Optional

import background_typed
import fastapi
from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTasks as Collection
from starlette.requests import Request

from .elsewhere import done, passed, send

app = FastAPI()


@app.post("/add")
async def add(tasks: BackgroundTasks) -> None:
    tasks.add(send, "a")  # error: attr-defined has no attribute "add"


@app.post("/module")
def of_a_module(tasks: fastapi.BackgroundTasks) -> None:
    tasks.append(send, to="a")  # error: attr-defined has no attribute "append"


@app.post("/text")
def in_a_text(tasks: "BackgroundTasks") -> None:
    tasks.addTask(send)  # error: attr-defined has no attribute "addTask"


@app.post("/annotated")
def annotated(tasks: Annotated[BackgroundTasks, "ours"]) -> None:
    tasks.add(send)  # error: attr-defined has no attribute "add"


@app.post("/not-called")
def not_called(tasks: BackgroundTasks) -> int:
    return len(tasks.waiting_list)  # error: attr-defined has no attribute "waiting_list"


@app.post("/sent")
def without_arguments(tasks: BackgroundTasks) -> None:
    tasks.send()  # error: attr-defined has no attribute "send"


@app.post("/list")
def no_function(tasks: BackgroundTasks) -> None:
    tasks.add_all([send])  # error: attr-defined has no attribute "add_all"


@app.post("/made")
def made() -> Response:
    tasks = BackgroundTasks()
    tasks.add(send)  # error: attr-defined has no attribute "add"
    return Response(background=tasks)


def of_starlette(request: Request) -> Response:
    tasks = Collection()
    tasks.run_later(send)  # error: attr-defined has no attribute "run_later"
    return Response(background=tasks)


app.add_route("/of-starlette", of_starlette)


@app.post("/of-ours")
def of_ours() -> Response:
    tasks = background_typed.BackgroundTasks()
    tasks.schedule(send, "a")  # error: attr-defined has no attribute "schedule"
    return Response(background=tasks)


@app.post("/maybe")
def maybe() -> Response:
    tasks = BackgroundTasks()
    add_one(tasks)
    return Response(background=tasks)


def add_one(tasks: Optional[BackgroundTasks] = None) -> None:
    if tasks is not None:
        tasks.add(send)  # error: attr-defined has no attribute "add"


@app.post("/elsewhere")
def in_another_file(tasks: BackgroundTasks) -> None:
    ours = passed(tasks)
    ours.add(send)  # error: attr-defined has no attribute "add"
