"""Tasks in functions inside functions, where no call of these leads to the task."""

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


@app.post("/conditions")
def conditions(tasks: BackgroundTasks, flag: bool = True) -> None:
    def add() -> None:
        if not flag:
            tasks.add_task(send)  # error: background-dropped No call of "add" leads here: this task
        tasks.add_task(send)

    if flag:
        add()


@app.post("/after")
def after(tasks: BackgroundTasks, urgent: bool = False) -> str:
    def add() -> None:
        tasks.add_task(send)  # error: background-dropped No call of "add" leads here: this task is

    def add_again() -> None:
        add()

    if urgent:
        return "a"
    if urgent:
        list(map(lambda _: add_again(), [1]))
    return "b"


@app.post("/itself")
def of_itself(tasks: BackgroundTasks, text: str = "") -> None:
    def add() -> None:
        tasks.add_task(send)  # error: background-dropped No call of "add" leads here: this task is
        if text:
            add()

    if text:
        return
    if text:
        add()
