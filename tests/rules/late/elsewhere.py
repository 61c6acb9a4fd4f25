"""What the programs import."""

from collections.abc import Callable

from fastapi import BackgroundTasks

done: list[str] = []


async def send(to: str, subject: str = "") -> None:
    done.append(to + subject)


def log(to: str) -> None:
    done.append(to)


def call(function: Callable[[], object]) -> None:
    function()


def call_all(functions: list[Callable[[], object]]) -> None:
    for each in functions:
        each()


def later(tasks: BackgroundTasks, function: Callable[[], object]) -> None:
    tasks.add_task(function)


def run_one(functions: list[Callable[[], object]]) -> None:
    functions[0]()
