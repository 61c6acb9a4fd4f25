"""Handlers that raise after a helper has added tasks for them."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import add_elsewhere, done, send

app = FastAPI()

__all__ = ["app", "done"]


def remember(tasks: BackgroundTasks, to: str = "a") -> None:
    tasks.add_task(send, to)


async def remember_later(to: str, tasks: BackgroundTasks) -> None:
    remember(tasks, to)
    add_elsewhere(tasks)


def remember_and_refuse(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


class Mailer:
    def remember(self, tasks: BackgroundTasks) -> None:
        add_elsewhere(tasks=tasks)


@app.get("/helper")
def helper(tasks: BackgroundTasks) -> None:
    remember(tasks)  # error: background-dropped what "remember" adds
    raise HTTPException(409)


@app.get("/helpers")
async def helpers(tasks: BackgroundTasks) -> None:
    await remember_later("a", tasks)  # error: background-dropped what "remember_later" adds
    add_elsewhere(tasks)  # error: background-dropped what "add_elsewhere" adds
    Mailer().remember(tasks)  # error: background-dropped what "Mailer(...).remember" adds
    raise HTTPException(409)


@app.get("/helper-that-raises")
def helper_that_raises(tasks: BackgroundTasks) -> None:
    remember_and_refuse(tasks)  # error: background-dropped what "remember_and_refuse" adds


def remember_optional(to: str, tasks: BackgroundTasks | None) -> None:
    assert tasks is not None
    tasks.add_task(send, to)


@app.get("/optional")
def optional(tasks: BackgroundTasks) -> None:
    remember_optional("a", tasks)  # error: background-dropped what "remember_optional" adds
    raise HTTPException(409)
