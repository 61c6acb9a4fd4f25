"""Handlers that raise under another condition than they add the task, or one that may change."""

from typing import Annotated, NoReturn

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def no() -> bool:
    return False


def refuse_if(flag: bool) -> None:
    if flag:
        raise HTTPException(409)


@app.get("/opposite")
def opposite(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)
    if not flag:
        raise HTTPException(409)


@app.get("/rebound")
def rebound(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)
    flag = no()
    if flag:
        raise HTTPException(409)


@app.get("/mutable")
def mutable(tasks: BackgroundTasks, names: list[str] | None = None) -> None:
    if not names:
        names = names or ["a"]
        tasks.add_task(send)
    given = names
    names.clear()
    if given:
        raise HTTPException(409)


@app.get("/either")
def either(tasks: BackgroundTasks, flag: bool = True, other: bool = False) -> None:
    if flag or other:
        tasks.add_task(send)
    if other:
        raise HTTPException(409)


@app.get("/elsewhere")
def in_another_function(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)
    refuse_if(no())


@app.get("/call")
def of_a_call(tasks: BackgroundTasks) -> None:
    if not no():
        tasks.add_task(send)
    if no():
        raise HTTPException(409)


def flags() -> list[int]:
    return [1]


Flag = Annotated[bool, Depends(flags)]


@app.get("/depends")
def of_a_dependency(tasks: BackgroundTasks, flag: bool = Depends(flags)) -> None:
    if flag:
        tasks.add_task(send)
        flag.clear()  # type: ignore[attr-defined]  # it is a list
    if flag:
        raise HTTPException(409)


@app.get("/annotated")
def of_an_annotated(tasks: BackgroundTasks, flag: Flag) -> None:
    if flag:
        tasks.add_task(send)
        flag.clear()  # type: ignore[attr-defined]  # it is a list
    if flag:
        raise HTTPException(409)


def stop() -> NoReturn:  # type: ignore[misc]  # it returns
    pass


@app.get("/returns")
def that_returns_after_all(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    stop()
