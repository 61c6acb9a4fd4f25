"""What the two programs import."""

import background_typed
from fastapi import BackgroundTasks

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


def make() -> BackgroundTasks:
    return made


class Tasks(background_typed.BackgroundTasks): ...


Collection = BackgroundTasks
made = BackgroundTasks()
