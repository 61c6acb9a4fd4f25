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
