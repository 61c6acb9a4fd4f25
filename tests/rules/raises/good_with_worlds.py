"""Handlers that may return after the task, for some of their parameters."""

import contextlib

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def one() -> int:
    return 1


@app.get("/not-a-bool")
def not_a_bool(tasks: BackgroundTasks, flag: int = 1) -> None:
    tasks.add_task(send)
    if flag is not True and flag != 1:
        raise HTTPException(409)


@app.get("/dependency")
def of_a_dependency(tasks: BackgroundTasks, flag: bool = Depends(one)) -> None:
    tasks.add_task(send)
    if flag is True:
        raise HTTPException(409)
    if flag is False:
        raise HTTPException(410)


@app.get("/rebound")
def rebound(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)
    if not flag:
        raise HTTPException(409)
    flag = not flag
    if flag:
        raise HTTPException(410)


@app.get("/rounds")
def perhaps_in_rounds(tasks: BackgroundTasks, count: int = 0, names: str = "") -> None:
    tasks.add_task(send)
    for _ in range(count):
        raise HTTPException(409)
    for _ in [*names]:
        raise HTTPException(409)
    for _ in range(0, 0):
        raise HTTPException(409)
    for _ in range(int(names or 0)):
        raise HTTPException(409)


@app.get("/finally")
def after_a_finally(tasks: BackgroundTasks) -> None:
    with contextlib.suppress(OSError):
        try:
            raise OSError
        finally:
            tasks.add_task(send)


@app.get("/finally-returns")
def that_returns_before_its_finally(tasks: BackgroundTasks, flag: bool = True) -> None:
    try:
        if flag:
            return
    finally:
        tasks.add_task(send)
    raise HTTPException(409)


@app.get("/matched")
def matched(tasks: BackgroundTasks, flag: bool = True, other: int = 1) -> None:
    tasks.add_task(send)
    match flag:
        case False:
            raise HTTPException(409)
    match flag:
        case False if other:
            raise HTTPException(409)
    match flag:
        case 0:
            raise HTTPException(409)
    match other:
        case 2:
            raise HTTPException(409)


@app.get("/lambda")
def in_a_lambda(tasks: BackgroundTasks) -> Response:
    add = lambda: tasks.add_task(send)  # noqa: E731
    add()
    return Response(background=tasks)


@app.get("/alias")
def by_another_name(tasks: BackgroundTasks) -> Response:
    queue = tasks
    tasks.add_task(send)
    return Response(background=queue)


@app.get("/list")
def in_a_list(tasks: BackgroundTasks) -> Response:
    both = [tasks]
    tasks.add_task(send)
    return Response(background=both[0])


@app.get("/many-names")
def by_many_names(tasks: BackgroundTasks) -> None:
    first = tasks
    second = first
    third = second
    fourth = third
    fifth = fourth
    sixth = fifth
    sixth.add_task(send)
