"""Tasks that something leads to."""

from contextlib import suppress
from functools import partial

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()


def refuse(flag: bool) -> None:
    if flag:
        raise HTTPException(409)


def log(text: str) -> str:
    return text


@app.post("/conditions")
def conditions(tasks: BackgroundTasks, flag: bool = False) -> None:
    if flag:
        return
    refuse(flag)
    tasks.add_task(send)
    if False:
        tasks.add_task(send)
    match flag:
        case True:
            return
    tasks.add_task(send)


@app.post("/loops")
def loops(tasks: BackgroundTasks) -> None:
    while True:
        if tasks.tasks:
            break
        tasks.add_task(send)
    tasks.add_task(send)
    for _ in "ab":
        if tasks.tasks:
            continue
        return
    tasks.add_task(send)


@app.post("/try")
def in_a_try(tasks: BackgroundTasks) -> None:
    try:
        raise ValueError
    except ValueError:
        tasks.add_task(send)
    finally:
        tasks.add_task(send)
    with suppress(ValueError):
        raise ValueError
    tasks.add_task(send)


@app.post("/nested")
def nested(tasks: BackgroundTasks) -> None:
    def later() -> None:
        return

    tasks.add_task(send)
    later()
    tasks.add_task(send, log("a"))


# In functions that something may call.


@app.post("/inside")
def inside(tasks: BackgroundTasks) -> None:
    def add() -> None:
        tasks.add_task(send)

    def add_by_name() -> None:
        tasks.add_task(send)

    @partial
    def add_at_once() -> None:
        tasks.add_task(send)

    def again() -> None:
        tasks.add_task(send)

    later = add
    later()
    locals()["add_by_name"]()
    add_at_once()
    for each in (again,):
        each()


def add_anything(tasks, *, flag=False):  # type: ignore[no-untyped-def]
    tasks.add_task(send)
    print(tasks.count(send) if flag else tasks)


@app.post("/without-annotations")
def without_annotations(tasks: BackgroundTasks, flag: bool = True) -> None:
    refuse(not flag)
    add_anything(tasks)
