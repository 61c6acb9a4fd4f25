"""Handlers that raise after a small computation, or by it."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.post("/caught")
def caught(tasks: BackgroundTasks, flag: bool = True) -> str:
    try:
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        name = ("a",)[int(flag)]
        if not flag:
            raise HTTPException(409)
    except IndexError as error:
        raise HTTPException(404) from error
    return name
