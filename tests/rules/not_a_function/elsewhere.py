"""What the two programs import."""

from collections.abc import Callable

done: list[str] = []


async def send(to: str = "a") -> None:
    done.append(to)


def log(text: str = "a") -> None:
    done.append(text)


def job_of(name: str) -> Callable[[], None]:
    return lambda: done.append(name)


class Report:
    def __init__(self, name: str) -> None:
        self.name = name

    def write(self) -> int:
        done.append(self.name)
        return 1
