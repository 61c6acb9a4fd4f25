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
kept: list[BackgroundTasks] = []


class Keeping:
    def __new__(cls) -> "Keeping":
        made = super().__new__(cls)
        if isinstance(made, BackgroundTasks):
            kept.append(made)
        return made
