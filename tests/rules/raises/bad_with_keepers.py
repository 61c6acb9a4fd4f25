"""Handlers that raise, where the collection is put where nothing runs it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import BackgroundTasks, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask

from .elsewhere import done, send

app = FastAPI()
logger = logging.getLogger(__name__)

__all__ = ["app", "done"]


class Refused(Exception):
    """An exception whose handler does not look at the tasks that it has."""

    def __init__(self, why: str, tasks: BackgroundTasks) -> None:
        self.tasks = tasks
        self.why = why


class Conflict(HTTPException):
    pending: Any = None
    count: int

    def __init__(self, pending: BackgroundTasks, /, status: int = 409) -> None:
        super().__init__(status)
        self.pending: BackgroundTasks = pending
        self.count = len(pending.tasks)


class Unknown(ValueError):
    pass


class Gone(Unknown):
    tasks: Any = None


class Mailer:
    """An object that only adds to the tasks that it has."""

    def __init__(self, queue: BackgroundTasks | None = None) -> None:
        self.queue = queue or BackgroundTasks()

    def count(self) -> int:
        return len(self.queue.tasks)


@app.exception_handler(Refused)
def refused(request: Request, error: Refused) -> Response:
    run = getattr(request.state, "tasks", None) if vars() else None
    return JSONResponse({"why": error.why, "name": getattr(error, "why")}, 409, background=run)


@app.exception_handler(Conflict)
def conflict(request: Request, error: Conflict) -> Response:
    logging.debug("%d tasks", len(error.pending.tasks))
    return JSONResponse({"count": error.count}, 409)


@app.get("/exception")
def in_an_exception(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise Refused("no", tasks)


@app.get("/exception-by-keyword")
def in_an_exception_by_keyword(tasks: BackgroundTasks) -> None:
    error = Refused(why="no", tasks=tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise error


@app.get("/looked-at")
def in_an_exception_that_is_looked_at(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise Conflict(tasks)


@app.get("/without-init")
def in_an_exception_without_init(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise Unknown(tasks)


@app.get("/attribute")
def in_an_attribute(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    gone = Gone("no")
    gone.tasks = tasks
    raise gone


@app.get("/object")
def in_an_object(tasks: BackgroundTasks) -> None:
    mailer = Mailer(tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    logging.debug("%d tasks", mailer.count())
    raise HTTPException(409)


@app.get("/literals")
def in_literals(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    kept = {"tasks": [tasks]}
    later: Any = (tasks, 1)
    if not kept or len(later) > 5:
        print("many")
    raise HTTPException(409)


@app.get("/shown")
def in_a_text(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    logger.info("%s", tasks)
    logging.debug(f"{tasks} {len(tasks.tasks)}")
    if not tasks.tasks:
        print("nothing", str(tasks))
    raise HTTPException(409)


@app.get("/default")
def as_a_default(tasks: BackgroundTasks) -> None:
    def count(queue: BackgroundTasks = tasks, *, more: BackgroundTasks = tasks) -> int:
        return len(queue.tasks) + len(more.tasks)

    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(count())


@app.get("/method")
def as_a_method(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    add = tasks.add_task
    print(add)
    if len(done) > 100:
        [*map(tasks.add_task, [send])]
    raise HTTPException(409)


@app.get("/list")
def in_its_own_list(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    tasks.tasks.extend([])
    raise HTTPException(409)


@app.get("/names")
def by_other_names(tasks: BackgroundTasks, flag: bool = True) -> None:
    queue: BackgroundTasks = tasks
    other = queue if flag else tasks
    either = tasks or other
    assert tasks and isinstance(other, BackgroundTasks)
    if not tasks or either is None:
        return
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    print("is there" if queue else "is not there")
    raise HTTPException(409)


@app.get("/not-awaited")
async def not_awaited(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if len(done) > 100:
        tasks()
    raise HTTPException(409)


@contextmanager
def counted(tasks: BackgroundTasks) -> Iterator[None]:
    logging.debug("%d tasks", len(tasks.tasks))
    yield


@app.get("/manager")
def in_a_context_manager(tasks: BackgroundTasks) -> None:
    with counted(tasks):
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)


@app.get("/no-such-attribute")
def with_no_such_attribute(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if not flag:
        tasks.enqueue(send)  # type: ignore[attr-defined]
    raise HTTPException(409)


@app.get("/one-name-for-two")
def one_name_for_two(tasks: BackgroundTasks, flag: bool = True) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    if flag:
        refused = Conflict(tasks)
        refused.pending = tasks
        raise refused
    refused = Conflict(tasks, 404)
    raise refused
