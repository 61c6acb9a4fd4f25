"""Handlers that await what `add_task` returns."""

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


@app.post("/awaited")
async def awaited(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.post("/result")
async def result(tasks: BackgroundTasks, flag: bool = True) -> object:
    if flag:
        return tasks.add_task(send)
    return None


@app.post("/in-parentheses")
async def in_parentheses(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
