"""What the two programs import."""

from collections.abc import Callable

done: list[str] = []


async def send(to: str = "a") -> None:
    done.append(to)


class Mailer:
    async def send(self) -> None:
        done.append("mail")


later = lambda: send()
mailer = Mailer()

JOBS: dict[str, Callable[[], object]] = {"mail": lambda: send()}
CHANGED: dict[str, Callable[[], object]] = {"mail": lambda: send()}
