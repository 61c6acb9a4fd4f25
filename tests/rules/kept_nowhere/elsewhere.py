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


unread = BackgroundTasks()
run_by_another = BackgroundTasks()
run_by_its_module = BackgroundTasks()
given_another_name = BackgroundTasks()
spelt_as_a_text = BackgroundTasks()
replaced = BackgroundTasks()


async def flush() -> None:
    await run_by_its_module()
    run_by_its_module.tasks.clear()


def label(outbox: str) -> str:
    return outbox
