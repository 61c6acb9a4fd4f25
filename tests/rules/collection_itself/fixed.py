"""Collections that are given themselves."""

from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, Response

from .elsewhere import done, log

app = FastAPI()


@app.post("/itself")
def itself(tasks: BackgroundTasks) -> None:
    tasks.add_task(tasks)  # error: background-never-runs until Python raises RecursionError


@app.post("/with-a-function")
def with_a_function(tasks: BackgroundTasks) -> None:
    tasks.add_task(log, "a")


@app.post("/with-keywords")
def with_keywords(tasks: BackgroundTasks) -> None:
    tasks.add_task(tasks, to="a")  # error: background-never-runs raises TypeError after the response


@app.post("/made-here")
def made_here() -> Response:
    own = BackgroundTasks()
    own.add_task(own, "a", 1)  # error: background-never-runs The task is "own", the collection
    return Response(background=own)


def with_an_argument(tasks: BackgroundTasks) -> None:
    tasks.add_task(log)


@app.post("/dependency")
def dependency(_: Annotated[None, Depends(with_an_argument)]) -> None: ...


# In a helper: the call of it is right.


def add_itself(tasks: BackgroundTasks) -> None:
    tasks.add_task(log)


@app.post("/helper")
def by_a_helper(tasks: BackgroundTasks) -> None:
    add_itself(tasks)
