"""Dependencies that raise, but whose tasks run: another one runs them."""

from collections.abc import AsyncIterator

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


async def runs(tasks: BackgroundTasks) -> AsyncIterator[None]:
    try:
        yield
    except HTTPException:
        await tasks()
        raise


def signed_in(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(401)


@app.get("/", dependencies=[Depends(runs), Depends(signed_in)])
def handler() -> None: ...


def by_hand(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(401)


@app.get("/by-hand")
def calls_it(tasks: BackgroundTasks) -> None:
    try:
        by_hand(tasks)
    except HTTPException:
        pass
