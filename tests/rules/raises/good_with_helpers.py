"""Handlers that do not raise for sure after a helper has added tasks for them, or run them."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

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
