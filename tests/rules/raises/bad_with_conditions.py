"""Handlers that raise under the condition under which they have added the task."""

from fastapi import BackgroundTasks, FastAPI, HTTPException
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/same")
def same(tasks: BackgroundTasks, flag: bool = True, name: str | None = None) -> None:
    if flag and not name:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
    if flag:
        raise HTTPException(409)


@app.get("/left")
def left(tasks: BackgroundTasks, flag: bool = True, other: bool = False) -> None:
    if not flag:
        return
    elif other:
        print("other")
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if other or flag:
        raise HTTPException(409)


@app.get("/else")
def in_the_else(tasks: BackgroundTasks, other: bool = False) -> Response:
    if other:
        return Response()
    else:
        tasks.add_task(send)  # error: background-dropped The response has its own background
    for _ in "a":
        if not other:
            print("not other")
    if not (other or other):
        return JSONResponse({}, background=BackgroundTasks())
    return Response()
