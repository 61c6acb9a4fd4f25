"""Handlers that raise in a function that `map` calls, once and at once."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/raises-inside")
def raises_inside(tasks: BackgroundTasks, flag: bool = True) -> None:
    def add_and_refuse() -> None:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        if flag:
            raise HTTPException(409)
        raise HTTPException(404)

    list(map(lambda _: add_and_refuse(), [1]))


@app.get("/raises-after")
def raises_after(tasks: BackgroundTasks) -> None:
    def refuse() -> None:
        raise ValueError

    try:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        list(map(lambda _: refuse(), [1]))
    except OSError:
        print(tasks)
