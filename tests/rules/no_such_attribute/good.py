"""Attributes that a collection has, or may have."""

from contextlib import suppress
from typing import Any

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask

from .elsewhere import done, mark, send

app = FastAPI()


class Patient(BackgroundTasks):
    """A collection with another method."""

    def add(self, to: str) -> None:
        self.add_task(send, to)


class Adding:
    def add(self, to: str) -> None:
        done.append(to)


class Mixed(BackgroundTasks, Adding):
    """A collection with another method from a second base."""


@app.post("/own")
def own() -> Response:
    tasks = Patient()
    tasks.add("a")
    return Response(background=tasks)


@app.post("/mixed")
def mixed() -> Response:
    tasks = Mixed()
    tasks.add_task(tasks.add, "a")
    return Response(background=tasks)


def added_by(tasks: Patient) -> None:
    tasks.more(send, "a")  # type: ignore[attr-defined]


class MorePatient(Patient):
    def more(self, *what: Any) -> None:
        self.add_task(*what)


@app.post("/more")
def more() -> Response:
    tasks = MorePatient()
    added_by(tasks)
    return Response(background=tasks)


@app.post("/single")
def single() -> Response:
    task = BackgroundTask(send, "a")
    assert task.func is send
    return Response(background=task)


class Named(BackgroundTask):
    def given_name(self) -> str:
        return "a"


def named(task: BackgroundTask) -> str:
    return task.given_name()  # type: ignore[attr-defined]


@app.post("/named")
def of_a_single_task() -> Response:
    task = Named(send)
    assert named(task) == "a"
    return Response(background=task)


@app.post("/list")
def in_the_list(tasks: BackgroundTasks) -> None:
    tasks.tasks.append(BackgroundTask(send, "a"))
    tasks.tasks.extend([BackgroundTask(send, "b")])


@app.post("/object")
def of_every_object(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, tasks.__class__.__name__)
    assert tasks.__doc__ is not None or not tasks.is_async or tasks.args == ()


@app.post("/tried")
def tried(tasks: BackgroundTasks) -> None:
    try:
        tasks.add(send)  # type: ignore[attr-defined]
    except AttributeError:
        tasks.add_task(send)


@app.post("/expected")
def expected(tasks: BackgroundTasks) -> None:
    with suppress(AttributeError):
        tasks.add(send)  # type: ignore[attr-defined]
    tasks.add_task(send)


@app.post("/replaced")
def replaced(tasks: BackgroundTasks) -> Response:
    if tasks.tasks == []:
        tasks = Patient()
    tasks.add("a")  # type: ignore[attr-defined]
    return Response(background=tasks)


@app.post("/matched")
def matched() -> Response:
    return Response(background=grown(Patient()))


def grown(tasks: BackgroundTasks) -> BackgroundTasks:
    match tasks:
        case Patient():
            tasks.add("a")
    return tasks


@app.post("/marked")
def marked(tasks: BackgroundTasks) -> None:
    mark(tasks)
    tasks.add_task(send, tasks.mark)  # type: ignore[attr-defined]


class Bag(list[str]):
    def add_later(self, to: str) -> None:
        self.append(to)


@app.post("/another")
def another(tasks: BackgroundTasks) -> None:
    bag = Bag()
    bag.add_later("a")
    tasks.add_task(send, *bag)
