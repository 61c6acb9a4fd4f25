"""Tasks under conditions that can be true, or that somebody has switched off."""

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/if")
def under_two(tasks: BackgroundTasks, flag: bool = True, other: bool = True) -> None:
    if flag:
        if not (flag and not other):
            tasks.add_task(send)
    if False:
        tasks.add_task(send)
    for _ in ():
        tasks.add_task(send)
    match True:
        case False:
            tasks.add_task(send)


@app.get("/changed")
def changed(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        flag = False
        if not flag:
            tasks.add_task(send)
