"""Parameters that FastAPI passes a collection to, and functions that others call."""

from collections.abc import Callable

from fastapi import BackgroundTasks, FastAPI

from .elsewhere import done, log

app = FastAPI()


@app.get("/annotated")
async def annotated(tasks: BackgroundTasks = BackgroundTasks) -> None:  # type: ignore[assignment]
    tasks.add_task(log, "a")


def helper(tasks=BackgroundTasks):  # type: ignore[no-untyped-def]
    tasks.add_task(log, "a")


@app.get("/helper")
async def with_helper(tasks: BackgroundTasks) -> None:
    helper(tasks)


@app.get("/unused")
async def without_use(tasks: BackgroundTasks, kind=BackgroundTasks) -> None:  # type: ignore[no-untyped-def]
    own = kind()
    own.add_task(log, "a")
    await own()


@app.get("/lambda")
async def with_lambda(tasks: BackgroundTasks) -> None:
    make: Callable[[], BackgroundTasks] = lambda kind=BackgroundTasks: kind()  # type: ignore[misc]  # noqa: E731
    own = make()
    own.add_task(log, "a")
    await own()
