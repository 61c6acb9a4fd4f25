"""Handlers that do not raise for sure after a helper has added tasks for them, or run them."""

from fastapi import BackgroundTasks, FastAPI, HTTPException, Response

from .elsewhere import add_elsewhere, done, send

app = FastAPI()

__all__ = ["app", "done"]


async def run_at_once(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    await tasks()


async def add_or_refuse(tasks: BackgroundTasks, refused: bool = False) -> None:
    tasks.add_task(send)
    if refused:
        raise HTTPException(409)


@app.get("/goes-on")
async def goes_on(tasks: BackgroundTasks, flag: bool = False) -> None:
    add_elsewhere(tasks)
    await add_or_refuse(tasks)
    if flag:
        raise HTTPException(409)


@app.get("/at-once")
async def at_once(tasks: BackgroundTasks) -> None:
    await run_at_once(tasks)
    raise HTTPException(409)


def add_if(tasks: BackgroundTasks, flag: bool) -> None:
    if flag:
        tasks.add_task(send)


@app.get("/sometimes")
def sometimes(tasks: BackgroundTasks, flag: bool = True) -> None:
    add_if(tasks, flag)
    if not flag:
        add_if(tasks, flag)
        raise HTTPException(409)


def add_and(tasks: BackgroundTasks, flag: bool) -> None:
    flag and tasks.add_task(send)  # type: ignore[func-returns-value]


def add_to_others(tasks: BackgroundTasks, *pools: BackgroundTasks) -> None:
    for tasks in pools:
        tasks.add_task(send)


@app.get("/and")
def in_an_expression(tasks: BackgroundTasks, flag: bool = False) -> Response:
    own = BackgroundTasks()
    add_to_others(tasks, own)
    add_and(tasks, flag)
    if flag:
        add_and(tasks, not flag)
        raise HTTPException(409)
    return Response(background=own)
