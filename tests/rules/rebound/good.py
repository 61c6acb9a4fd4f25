"""Collections that may still be the one that was passed, or that somebody else runs."""

from contextlib import suppress

from fastapi import BackgroundTasks, FastAPI, Response

from .elsewhere import done, send

app = FastAPI()


def fails() -> None:
    raise OSError


@app.get("/later")
def later(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    tasks = BackgroundTasks()


@app.get("/given-to-the-response")
def given_to_the_response(tasks: BackgroundTasks) -> Response:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    return Response(background=tasks)


@app.get("/awaited")
async def awaited(tasks: BackgroundTasks) -> None:
    tasks = BackgroundTasks()
    tasks.add_task(send)
    await tasks()


# A condition decides.


@app.get("/condition")
def condition(tasks: BackgroundTasks, flag: bool = False) -> None:
    if flag:
        tasks = BackgroundTasks()
    tasks.add_task(send)


@app.get("/branch-that-ends")
def branch_that_ends(tasks: BackgroundTasks, flag: bool = False) -> None:
    if flag:
        tasks = BackgroundTasks()
        tasks.add_task(send)
        return
    tasks.add_task(send)


def start(tasks: BackgroundTasks | None = None) -> None:
    if tasks is None:
        tasks = BackgroundTasks()
    tasks.add_task(send)


@app.get("/passed")
def passed(tasks: BackgroundTasks) -> None:
    start(tasks)


@app.get("/expression")
def expression(tasks: BackgroundTasks, flag: bool = False) -> None:
    own = BackgroundTasks() if flag else tasks
    own.add_task(send)
    either = tasks or BackgroundTasks()
    either.add_task(send)
    tasks = tasks or BackgroundTasks()
    tasks.add_task(send)


# The new one may not have been made.


@app.get("/round-later")
def round_later(tasks: BackgroundTasks) -> None:
    for _ in range(1):
        tasks.add_task(send)
        tasks = BackgroundTasks()


@app.get("/try")
def in_a_try(tasks: BackgroundTasks) -> None:
    try:
        fails()
        tasks = BackgroundTasks()
    except OSError:
        pass
    tasks.add_task(send)


@app.get("/with")
def in_a_with(tasks: BackgroundTasks) -> None:
    with suppress(OSError):
        fails()
        tasks = BackgroundTasks()
    tasks.add_task(send)


@app.get("/inside")
def inside(tasks: BackgroundTasks) -> None:
    def inner() -> None:
        tasks = BackgroundTasks()
        print(tasks)

    inner()
    tasks.add_task(send)


@app.get("/other-name")
def other_name(tasks: BackgroundTasks) -> None:
    given = tasks
    tasks = BackgroundTasks()
    given.add_task(send)
