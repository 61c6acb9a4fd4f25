"""Handlers that only look as if they raised on every path."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Response
from fastapi.responses import JSONResponse

from .elsewhere import done, send

app = FastAPI()


class Guard:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> bool:
        return True


class Refusing:
    def refuse(self) -> None:
        raise NotImplementedError


class Accepting(Refusing):
    def refuse(self) -> None: ...


@contextmanager
def guard() -> Iterator[None]:
    try:
        yield
    except HTTPException:
        pass


async def refuse_later() -> None:
    raise HTTPException(409)


def refuse_sometimes(flag: bool) -> None:
    if flag:
        raise HTTPException(409)


def guarded(func: Callable[[], None]) -> Callable[[], None]:
    return lambda: None


@guarded
def refuse_guarded() -> None:
    raise HTTPException(409)


def open_guard() -> Guard:
    return Guard()


def find() -> Refusing:
    return Accepting()


@app.post("/guards")
def guards(tasks: BackgroundTasks) -> None:
    with Guard():
        tasks.add_task(send)
        raise HTTPException(409)
    with guard():
        raise HTTPException(409)
    with suppress(HTTPException):
        raise HTTPException(409)
    with Guard() if done else guard():
        raise HTTPException(409)
    manager = Guard()
    with manager:
        raise HTTPException(409)
    with open_guard():
        raise HTTPException(409)


@app.post("/given")
def given(tasks: BackgroundTasks, guard: Annotated[Guard, Depends(open_guard)]) -> None:
    with guard:
        tasks.add_task(send)
        raise HTTPException(409)


@app.post("/loops")
def loops(tasks: BackgroundTasks) -> None:
    while True:
        tasks.add_task(send)
        if tasks.tasks:
            break
        raise HTTPException(409)
    for _ in "ab":
        tasks.add_task(send)
        continue
        raise HTTPException(409)
    for _ in "":
        raise HTTPException(409)
    while not tasks.tasks:
        raise HTTPException(409)


@app.post("/try")
def in_a_try(tasks: BackgroundTasks) -> None:
    try:
        tasks.add_task(send)
        raise ValueError
    except ValueError:
        return
    raise HTTPException(409)


@app.post("/match")
def in_a_match(tasks: BackgroundTasks, kind: str = "c") -> None:
    tasks.add_task(send)
    match kind:
        case "a":
            raise HTTPException(409)
        case other if not other:
            raise HTTPException(404)


@app.post("/calls")
async def calls(tasks: BackgroundTasks, flag: bool = False) -> None:
    tasks.add_task(send)
    refuse_sometimes(flag)
    find().refuse()
    refuse_guarded()
    refuse_later().close()


@app.post("/finally")
def in_a_finally(tasks: BackgroundTasks) -> str:
    tasks.add_task(send)
    try:
        raise HTTPException(409)
    finally:
        return "done"  # noqa: B012


kept: list[BackgroundTasks] = []


@app.post("/kept-before")
async def kept_before(tasks: BackgroundTasks, flag: bool = True) -> Response:
    if flag:
        kept.append(tasks)
    if not flag:
        return JSONResponse({}, background=tasks)
    tasks.add_task(send)
    try:
        refuse_sometimes(flag)
    finally:
        await kept.pop()()
    raise HTTPException(409)


@app.post("/kept-in-another-round")
async def kept_in_another_round(tasks: BackgroundTasks) -> None:
    for each in (False, True):
        if each:
            await tasks()
            raise HTTPException(409)
        else:
            tasks.add_task(send)
