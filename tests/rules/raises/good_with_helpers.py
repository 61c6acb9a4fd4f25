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


# Helpers that are told to add nothing, or not to raise.


def add_if_asked(tasks: BackgroundTasks, flag: bool = False) -> None:
    if flag:
        tasks.add_task(send)


def add_through(tasks: BackgroundTasks, flag: bool) -> None:
    add_if_asked(tasks, flag)


def add_never(tasks: BackgroundTasks) -> None:
    if False:
        tasks.add_task(send)


@app.get("/told-to-add-nothing")
def told_to_add_nothing(tasks: BackgroundTasks, flag: bool = False) -> None:
    tasks.add_task(send)
    if flag:
        add_if_asked(tasks)
        add_if_asked(tasks, False)
        add_through(tasks, not flag)
        add_never(tasks)
        raise HTTPException(409)


def refuse_if(flag: bool) -> None:
    if flag:
        raise HTTPException(409)


def refuse_if_now(flag: bool) -> None:
    flag = False
    if flag:
        raise HTTPException(409)


def refuse_any(*flags: bool) -> None:
    if not flags:
        raise HTTPException(409)


def again(flag: bool, times: int = 1) -> None:
    if times:
        again(not flag, 0)
    elif flag:
        raise HTTPException(409)


@app.get("/told-not-to-raise")
def told_not_to_raise(tasks: BackgroundTasks, flag: bool = False) -> None:
    tasks.add_task(send)
    refuse_if(False)
    refuse_if(flag)
    refuse_if_now(True)
    refuse_any(flag)
    again(not flag)
    refuse_if(*[flag])
    refuse_if(**{"flag": flag})
