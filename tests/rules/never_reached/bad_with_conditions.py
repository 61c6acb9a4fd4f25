"""Tasks under conditions that exclude each other."""

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/if")
def under_two(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)
        if not flag:
            tasks.add_task(send)  # error: background-dropped The conditions that lead here are


@app.get("/left")
def left_before(tasks: BackgroundTasks, flag: bool = True, other: bool = True) -> None:
    if not flag:
        return
    tasks.add_task(send)
    if other and not flag:
        tasks.add_task(send)  # error: background-dropped The conditions that lead here are


@app.get("/match")
def in_a_match(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        match flag:
            case True:
                tasks.add_task(send)
            case False:
                tasks.add_task(send)  # error: background-dropped The conditions that lead here are
