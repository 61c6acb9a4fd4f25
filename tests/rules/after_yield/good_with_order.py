"""Dependencies that add tasks, and others that run them later."""

from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send


async def run_last(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await tasks()


def add_for_all(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


def add_for_one(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


def add_when_it_raises(tasks: BackgroundTasks) -> Iterator[None]:
    try:
        yield
    finally:
        tasks.add_task(send)


def add_early(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


async def run_twice(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()
    tasks.tasks.clear()


def count(_: None = Depends(run_twice)) -> int:
    return len(done)


app = FastAPI(dependencies=[Depends(run_last), Depends(add_for_all)])
router = APIRouter(dependencies=[Depends(add_for_one)])


@router.get("/router")
def of_router() -> None: ...


@app.get("/raises")
def of_raising(_: None = Depends(add_when_it_raises)) -> None:
    raise HTTPException(409)


@app.get("/twice")
def of_twice(
    first: None = Depends(run_twice, use_cache=False),
    between: None = Depends(add_early),
    last: int = Depends(count, use_cache=False),
) -> None: ...


app.include_router(router)
