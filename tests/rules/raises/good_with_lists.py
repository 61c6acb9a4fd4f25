"""Handlers that raise, and keep their collection where an exception handler finds it."""

from fastapi import BackgroundTasks, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send
from .lists import keep_read, read_by_another

app = FastAPI()
kept: list[BackgroundTasks] = []
popped: list[BackgroundTasks] = []
last: list[BackgroundTasks] = []
shared = same = []  # type: ignore[var-annotated]
extended: list[BackgroundTasks] = []
made: list[BackgroundTasks] = []
firsts = (BackgroundTasks(),)

__all__ = ["app", "done"]


class Running(list[BackgroundTasks]):
    """A list that is read by itself."""

    def append(self, tasks: BackgroundTasks) -> None:
        last[:] = [tasks]


running = Running()


@app.exception_handler(HTTPException)
async def run_kept(request: Request, error: HTTPException) -> Response:
    lists = (kept, popped, last, same, read_by_another, made)
    for tasks in [each for one in lists for each in one]:
        await tasks()
    for each in lists:
        each.clear()
    return JSONResponse({}, error.status_code)


@app.get("/list")
def in_a_list(tasks: BackgroundTasks) -> None:
    kept.append(tasks)
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/popped")
def in_a_list_that_is_popped(tasks: BackgroundTasks) -> None:
    extended.append(tasks)
    tasks.add_task(send)
    popped.append(extended.pop())
    raise HTTPException(409)


@app.get("/returned")
def in_a_list_whose_method_returns_it(tasks: BackgroundTasks) -> None:
    running.append(tasks)
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/two-names")
def in_a_list_with_two_names(tasks: BackgroundTasks) -> None:
    shared.append(tasks)
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/list-elsewhere")
def in_a_list_elsewhere(tasks: BackgroundTasks) -> None:
    keep_read(tasks)
    tasks.add_task(send)
    raise HTTPException(409)


def make() -> BackgroundTasks:
    made.append(BackgroundTasks())
    return made[-1]


def make_first() -> BackgroundTasks:
    made.append(BackgroundTasks())
    return made[0]


def make_none() -> BackgroundTasks:
    made.append(BackgroundTasks())
    return firsts[-1]


def make_many() -> BackgroundTasks:
    lists = []
    lists.append(BackgroundTasks())
    made.extend(lists)
    lists.append(BackgroundTasks())
    return lists[-1]


def make_in_two() -> BackgroundTasks:
    same.append(BackgroundTasks())
    return same[-1]


@app.get("/last-of-two")
def in_the_last_of_two() -> None:
    tasks = make_in_two()
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/last")
def in_the_last() -> None:
    tasks = make()
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/first")
def in_the_first() -> None:
    tasks = make_first()
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/none")
def in_none() -> JSONResponse:
    tasks = make_none()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


@app.get("/many")
def in_many() -> JSONResponse:
    tasks = make_many()
    tasks.add_task(send)
    return JSONResponse({}, background=tasks)


def outbox() -> list[BackgroundTasks]:
    return kept


@app.get("/imported-list")
def in_an_imported_list(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    read_by_another.append(tasks)
    raise HTTPException(409)


@app.get("/list-of-a-function")
def in_the_list_of_a_function(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    outbox().append(tasks)
    raise HTTPException(409)


@app.get("/either-list")
def in_either_list(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    (kept or popped).append(tasks)
    raise HTTPException(409)
