"""What the tasks of this folder call."""

import subprocess
import sys
import time
from collections.abc import Iterator

done: list[str] = []


def wait_elsewhere(seconds: float = 0.01) -> None:
    time.sleep(seconds)


def run_elsewhere() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def rows_elsewhere() -> Iterator[int]:
    time.sleep(0.01)
    yield 1


class Client:
    def __init__(self, name: str = "a") -> None:
        self.name = name

    def ask(self) -> None:
        wait_elsewhere()

    async def ask_later(self) -> None:
        self.ask()
