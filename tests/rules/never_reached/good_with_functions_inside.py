"""Tasks in functions inside functions, to which some call leads."""

from collections.abc import Callable

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, send

app = FastAPI()


@app.post("/conditions")
def conditions(tasks: BackgroundTasks, flag: bool = True) -> None:
    def add() -> None:
        if flag:
            tasks.add_task(send)
        tasks.add_task(send)

    if not flag:
        add()
    if flag:
        add()


@app.post("/parameters")
def of_own_parameters(tasks: BackgroundTasks, flag: bool = True) -> None:
    def add(flag: bool = False) -> None:
        if not flag:
            tasks.add_task(send)

    if flag:
        add()


@app.post("/itself")
def of_itself(tasks: BackgroundTasks, text: str = "a") -> None:
    def add(times: int) -> None:
        tasks.add_task(send)
        if text and times:
            add(times - 1)

    if text:
        add(1)


@app.post("/several")
def several(tasks: BackgroundTasks, flag: bool = True) -> None:
    def add() -> None:
        tasks.add_task(send)

    def add_by(function: Callable[[], None]) -> None:
        function()

    if flag:
        add_by(add)


@app.post("/deep")
def deep(tasks: BackgroundTasks) -> None:
    def first() -> None:
        tasks.add_task(send)

    def second() -> None:
        first()

    def third() -> None:
        second()

    def fourth() -> None:
        third()

    def fifth() -> None:
        fourth()

    def sixth() -> None:
        fifth()

    sixth()
