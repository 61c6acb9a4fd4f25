"""Handlers that raise, in an application whose dependency runs the tasks all the same."""

from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

__all__ = ["app", "done"]


async def at_the_end(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


async def after_http(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    except HTTPException:
        await tasks()
        raise


def stopping() -> Iterator[None]:
    try:
        yield
    except HTTPException:
        done.clear()


class Stopping:
    def __call__(self) -> Iterator[None]:
        try:
            yield
        except HTTPException:
            done.clear()


def converting() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HTTPException(409) from error


app = FastAPI(dependencies=[Depends(at_the_end)])
router = APIRouter(dependencies=[Depends(after_http)])
RUNNING = Depends(after_http)


@router.get("/router")
def of_a_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@router.get("/converted")
def converted(tasks: BackgroundTasks, _: None = Depends(converting)) -> None:
    tasks.add_task(send)
    raise OSError


@app.get("/stopped")
def stopped(tasks: BackgroundTasks, _: None = Depends(stopping)) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/stopped-by-an-object")
def stopped_by_an_object(tasks: BackgroundTasks, _: None = Depends(Stopping())) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


@app.get("/variable", dependencies=[RUNNING])
def by_a_variable(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(409)


app.include_router(router)
