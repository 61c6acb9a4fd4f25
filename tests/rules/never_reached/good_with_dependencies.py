"""Tasks of handlers whose dependencies may return, or that are called by others as well."""

from collections.abc import Iterator
from typing import NoReturn

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def refuse() -> None:
    raise HTTPException(401)


def check(flag: bool = False) -> None:
    if flag:
        raise HTTPException(401)


def unknown() -> NoReturn:
    raise NotImplementedError


def made(error: Exception) -> NoReturn:
    raise error


def closing() -> Iterator[None]:
    yield
    raise ValueError


@app.post("/checked", dependencies=[Depends(check), Depends(lambda: None)])
def checked(tasks: BackgroundTasks, _: None = Depends(closing)) -> None:
    tasks.add_task(send)


def of_others(tasks: BackgroundTasks, _: None = Depends(refuse)) -> None:
    tasks.add_task(send)


@app.post("/calling-others")
def calling_others(tasks: BackgroundTasks) -> None:
    of_others(tasks, None)


def is_to_be_written(tasks: BackgroundTasks, _: None = Depends(unknown)) -> None:
    tasks.add_task(send)


def is_to_be_given(tasks: BackgroundTasks, _: None = Depends(made)) -> None:
    tasks.add_task(send)


def sometimes(flag: bool = True) -> Iterator[None]:
    if flag:
        yield
    raise HTTPException(401)


def in_vain(_: None = Depends(check)) -> Iterator[None]:
    yield


open_router = APIRouter(dependencies=[Depends(in_vain)])


@open_router.post("/open")
def opened(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.post("/sometimes", dependencies=[Depends(sometimes)])
def let_in_sometimes(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


app.include_router(open_router)
