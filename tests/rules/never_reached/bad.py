"""Tasks behind a statement that nothing runs after."""

import sys
from typing import NoReturn

from fastapi import BackgroundTasks, FastAPI, HTTPException, Response
from starlette.background import BackgroundTask

from .elsewhere import done, send

app = FastAPI()


@app.post("/return")
def of_return(tasks: BackgroundTasks) -> str:
    tasks.add_task(send)
    if tasks.tasks:
        return "a"
        tasks.add_task(send)  # error: background-dropped Nothing runs after the "return" in line 18
    return "b"


@app.post("/raise")
def of_raise(tasks: BackgroundTasks) -> None:
    raise HTTPException(409)
    tasks.add_task(send)  # error: background-dropped Nothing runs after the "raise" in line 25


@app.post("/loops")
def in_loops(tasks: BackgroundTasks) -> None:
    for _ in "ab":
        continue
        tasks.add_task(send)  # error: background-dropped Nothing runs after the "continue"
    for _ in "ab":
        break
        tasks.add_task(send)  # error: background-dropped Nothing runs after the "break"


@app.post("/endless")
def endless(tasks: BackgroundTasks) -> str:
    while True:
        if not tasks.tasks:
            return "a"
    tasks.add_task(send)  # error: background-dropped Nothing runs after the loop in line 41


@app.post("/branches")
def after_branches(tasks: BackgroundTasks, flag: bool = True) -> str:
    if flag:
        return "a"
    else:
        raise HTTPException(409)
    tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line 49


def refuse() -> NoReturn:
    raise HTTPException(409)


def stop() -> None:
    sys.exit(1)


@app.post("/calls")
def after_calls(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        refuse()
        tasks.add_task(send)  # error: background-dropped Nothing runs after the statement
    stop()
    tasks.add_task(send)  # error: background-dropped Nothing runs after the statement in line 69


@app.post("/response")
def response() -> Response:
    return Response()
    return Response(background=BackgroundTask(send))  # error: background-dropped the "return" in


def remember(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.post("/helpers")
def helpers(tasks: BackgroundTasks) -> None:
    return
    remember(tasks)  # error: background-dropped in line 85: "remember" is never called


# In a function that nothing calls.


@app.post("/unused")
def unused(tasks: BackgroundTasks) -> None:
    def add() -> None:
        tasks.add_task(send)  # error: background-dropped Nothing calls "add": this task is never

    async def add_later() -> None:
        if tasks:
            remember(tasks)  # error: background-dropped Nothing calls "add_later": "remember" is

    later = add
    print(unused)


def remember_anything(tasks, *, flag=False):  # type: ignore[no-untyped-def]
    tasks.add_task(send)
    if flag:
        tasks.add_task(send, "b")


@app.post("/without-annotations")
def without_annotations(tasks: BackgroundTasks) -> None:
    refuse()
    remember_anything(tasks)  # error: background-dropped "remember_anything" is never called
