"""What the tasks of this folder do their work with."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

done: list[Any] = []


def read_elsewhere(file: IO[str]) -> None:
    done.append(file.read())


def lines_elsewhere(file: IO[str], to: str = "a") -> None:
    for line in file:
        done.append(f"{to}{line}")


def size_elsewhere(path: str) -> None:
    done.append(os.path.getsize(path))


@contextmanager
def opened_elsewhere() -> Iterator[IO[str]]:
    with open(__file__) as file:
        yield file
