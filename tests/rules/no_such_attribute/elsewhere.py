"""What the two programs import."""

from fastapi import BackgroundTasks

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


def passed(tasks: BackgroundTasks) -> BackgroundTasks:
    return tasks
