"""What the two programs import."""

from collections.abc import AsyncIterator

from fastapi import BackgroundTasks

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


class Running:
    async def __call__(self, tasks: BackgroundTasks) -> AsyncIterator[None]:
        yield
        await tasks()
