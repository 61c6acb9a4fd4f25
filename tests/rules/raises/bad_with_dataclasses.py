"""Handlers that raise, where the collection is in a dataclass that a dependency makes."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@dataclass
class Context:
    tasks: BackgroundTasks
    flag: bool = True

    def send(self) -> None:
        self.tasks.add_task(send)


@dataclass(frozen=True)
class Scope:
    name: str
    tasks: BackgroundTasks


def scope(tasks: BackgroundTasks) -> Scope:
    return Scope("a", tasks)


def scope_by_name(tasks: BackgroundTasks) -> Scope:
    return Scope(tasks=tasks, name="a")


def own() -> Scope:
    return Scope("a", BackgroundTasks())


@app.get("/class")
def of_a_class(context: Context = Depends()) -> None:
    context.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/method")
def by_a_method(context: Annotated[Context, Depends()]) -> None:
    context.send()  # error: background-dropped "context.send" adds
    raise HTTPException(409)


@app.get("/function")
def of_a_function(scope: Annotated[Scope, Depends(scope)]) -> None:
    scope.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/function-by-name")
def of_a_function_by_name(scope: Scope = Depends(scope_by_name)) -> None:
    scope.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/own")
def of_its_own(scope: Scope = Depends(own)) -> None:
    scope.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/beside")
def beside(tasks: BackgroundTasks, _: Any = Depends(scope)) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
