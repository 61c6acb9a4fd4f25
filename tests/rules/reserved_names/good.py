"""Keyword arguments that reach the function."""

import functools
from collections.abc import Callable
from typing import Any

from fastapi import BackgroundTasks, FastAPI, Response

from .elsewhere import done, render

app = FastAPI()


def log(function: str, *, self_: int = 0, args: int = 0, kwargs: int = 0, tasks: int = 0) -> None:
    done.append(function)


@app.post("/bound")
def bound(tasks: BackgroundTasks) -> None:
    tasks.add_task(functools.partial(render, func="b"), "a")
    tasks.add_task(functools.partial(render, self=1), "a")
    tasks.add_task(lambda: render("a", func="b", self=1))


@app.post("/names")
def names(tasks: BackgroundTasks) -> None:
    tasks.add_task(func=render, template="a")
    tasks.add_task(log, function="a", self_=1)
    tasks.add_task(log, "a", args=1, kwargs=1, tasks=1)
    tasks.add_task(log, **{"function": "a"})


class OwnTasks(BackgroundTasks):
    """Takes any name."""

    def add_task(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None:
        super().add_task(functools.partial(function, *args, **kwargs))


@app.post("/own-collection")
def own_collection() -> Response:
    tasks = OwnTasks()
    tasks.add_task(render, "a", func="b")
    return Response(background=tasks)
