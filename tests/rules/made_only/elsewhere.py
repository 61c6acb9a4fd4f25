"""What the two programs import."""

from collections.abc import Callable

done: list[str] = []


def log(to: str = "a") -> None:
    done.append(to)


async def send(to: str = "a") -> None:
    done.append(to)


class Mail:
    def __init__(self, to: str) -> None:
        self.to = to

    def send(self) -> None:
        done.append(self.to)


def sender(to: str) -> Callable[[], None]:
    return lambda: log(to)


make = lambda: Mail("a")  # noqa: E731
