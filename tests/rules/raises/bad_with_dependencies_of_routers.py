"""Handlers that raise, in a router or application whose dependencies then leave the tasks alone."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

__all__ = ["app", "done"]


class Refused(Exception):
    pass


async def at_the_end(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


async def after_files(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    except OSError:
        await tasks()
        raise


class AtTheEnd:
    async def __call__(self, tasks: BackgroundTasks) -> AsyncIterator[None]:
        yield
        await tasks()


app = FastAPI(dependencies=[Depends(at_the_end)])
router = APIRouter(dependencies=[Depends(AtTheEnd())])


@app.get("/application")
def of_the_application(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise Refused


@app.get("/parameter")
def with_a_parameter(tasks: BackgroundTasks, _: None = Depends(after_files)) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@router.get("/router", dependencies=[Depends(after_files)])
def of_a_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


app.include_router(router)
