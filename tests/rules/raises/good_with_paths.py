"""Handlers that only look as if they raised on every path."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from fastapi import BackgroundTasks, FastAPI, HTTPException

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
    refuse_later().close()


@app.post("/finally")
def in_a_finally(tasks: BackgroundTasks) -> str:
    tasks.add_task(send)
    try:
        raise HTTPException(409)
    finally:
        return "done"  # noqa: B012
