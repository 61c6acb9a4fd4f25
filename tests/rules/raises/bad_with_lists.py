"""Handlers that raise, and keep their collection where nothing looks for it."""

from typing import Any

from fastapi import BackgroundTasks, FastAPI, HTTPException
from fastapi.responses import JSONResponse

from . import lists
from .elsewhere import done, send
from .lists import never_read

app = FastAPI()
forgotten: list[BackgroundTasks] = []
forgotten_by_a_helper: list[BackgroundTasks] = list()
counted: set[Any] = set()

__all__ = ["app", "done"]


def remember(tasks: BackgroundTasks) -> None:
    forgotten_by_a_helper.append(tasks)


@app.get("/list")
def in_a_list(tasks: BackgroundTasks) -> None:
    forgotten.append(tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/local-list")
def in_a_local_list(tasks: BackgroundTasks) -> None:
    own: list[BackgroundTasks] = []
    own.insert(0, tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/list-of-a-helper")
def in_a_list_of_a_helper(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    remember(tasks)
    raise HTTPException(409)


@app.get("/set")
def in_a_set(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    counted.add(tasks)
    if len(counted) > 100:
        counted.clear()
    raise HTTPException(409)


@app.get("/list-elsewhere")
def in_a_list_elsewhere(tasks: BackgroundTasks) -> None:
    lists.keep_unread(tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


made: list[BackgroundTasks] = []


def make() -> BackgroundTasks:
    made.append(BackgroundTasks())
    return made[-1]


def make_elsewhere() -> BackgroundTasks:
    lists.made.append(BackgroundTasks())
    return lists.made[-1]


@app.get("/last")
def last() -> None:
    tasks = make()
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/last-elsewhere")
def last_elsewhere(flag: bool = True) -> JSONResponse:
    tasks = make_elsewhere()
    if flag:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)
    return JSONResponse({}, background=tasks)


@app.get("/imported-list")
def in_an_imported_list(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    never_read.append(tasks)
    lists.never_read.append(tasks)
    raise HTTPException(409)
