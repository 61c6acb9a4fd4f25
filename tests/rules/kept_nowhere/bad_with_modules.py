"""Collections that belong to a module, and that nothing runs."""

import logging

from fastapi import BackgroundTasks, FastAPI

from . import elsewhere
from .elsewhere import done, send, unread

app = FastAPI()
outbox = BackgroundTasks()
annotated_outbox: BackgroundTasks = BackgroundTasks()

__all__ = ["app", "done"]


@app.get("/module")
def of_the_module() -> None:
    outbox.add_task(send)  # error: background-dropped Nothing runs "outbox", which belongs to a
    logging.info("%d tasks", len(outbox.tasks))


@app.get("/annotated")
def with_an_annotation() -> None:
    for name in ("a", "b"):
        annotated_outbox.add_task(send, name)  # error: background-dropped Nothing runs "annotated_


@app.get("/elsewhere")
async def of_another_module(outbox: str = "a") -> None:
    unread.add_task(send, outbox)  # error: background-dropped Nothing runs "unread"
    elsewhere.unread.add_task(send)  # error: background-dropped Nothing runs "unread"


forgotten: list[BackgroundTasks] = []


def make_and_forget() -> BackgroundTasks:
    forgotten.append(BackgroundTasks())
    return forgotten[-1]


@app.get("/forgotten")
async def put_into_a_list_that_nothing_reads() -> None:
    tasks = make_and_forget()
    tasks.add_task(send)  # error: background-dropped Nothing runs "tasks", because it is made here
