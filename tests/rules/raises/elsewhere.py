"""What the two programs import."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException

done: list[str] = []
router = APIRouter()


def send(to: str = "a") -> None:
    done.append(to)


def own_tasks() -> BackgroundTasks:
    return made


made = BackgroundTasks()
Injected = BackgroundTasks
OwnTasks = Annotated[BackgroundTasks, Depends(own_tasks)]


def refuse_elsewhere(status: int) -> object:
    """Raise whatever the status is."""
    raise HTTPException(status)


def add_nothing(tasks: BackgroundTasks) -> None:
    """Leave the collection alone."""


def add_elsewhere(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
