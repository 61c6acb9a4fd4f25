"""Keyword arguments that have the name of a parameter of Starlette's own."""

from functools import partial

import background_typed
from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask
from starlette.requests import Request

from . import elsewhere
from .elsewhere import done, render

app = FastAPI()


@app.post("/func")
def of_func(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(render, func="b"), "a")


@app.post("/self")
def of_self(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(render, self=1), "a")


@app.post("/self-beside-func")
def self_beside_func(tasks: BackgroundTasks) -> None:
    tasks.add_task(func=render, template="a", self=1)  # error: misc for keyword argument "self"


@app.post("/several-lines")
def several_lines(tasks: BackgroundTasks) -> None:
    tasks.add_task(
        partial(render, func="b", self=1),
        "a",
    )


@app.post("/response")
def response() -> Response:
    task = BackgroundTask(partial(render, func="b"), "a")
    return Response(background=task)


def of_starlette(request: Request) -> Response:
    tasks = background_typed.BackgroundTasks()
    tasks.add_task(partial(render, func="b"), "a")
    return Response(background=tasks)


app.add_route("/of-starlette", of_starlette)


@app.post("/unbound")
def unbound(tasks: BackgroundTasks) -> None:
    BackgroundTasks.add_task(tasks, partial(render, func="b"), "a")


class Template:
    def render(self, *, func: str) -> None:
        done.append(func)


@app.post("/method")
def of_a_method(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(Template().render, func="b"))


@app.post("/partial")
def of_partial(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(render, "a", func="b"))


@app.post("/elsewhere")
def in_another_file(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(elsewhere.render, func="b"), "a")
