"""A dependency that adds tasks late, and another one of the same requests that runs them."""

from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI

from .elsewhere import done, send

app = FastAPI()


async def run_later(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


def add_late(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


def add_late_in_a_router(tasks: BackgroundTasks) -> Iterator[None]:
    yield
    tasks.add_task(send)


router = APIRouter(dependencies=[Depends(run_later)])
inner = APIRouter(dependencies=[Depends(add_late_in_a_router)])


@router.post("/late")
def late(_: None = Depends(add_late)) -> None: ...


@inner.post("/inner")
def of_inner() -> None: ...


router.include_router(inner)
app.include_router(router)
