"""What the two programs import."""

from fastapi import BackgroundTasks

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


def mark(tasks: BackgroundTasks) -> None:
    tasks.mark = "marked"  # type: ignore[attr-defined]


def passed(tasks: BackgroundTasks) -> BackgroundTasks:
    return tasks
