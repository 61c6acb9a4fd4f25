"""An async generator function as a task: its body never runs.

An async generator function is not a coroutine function (`starlette._utils.is_async_callable`), so
Starlette calls it in a worker thread and drops the result: an async generator that nobody
iterates over.

Wrong:

    async def stream(to: str) -> AsyncIterator[str]:
        yield to

    tasks.add_task(stream, "a@example.com")

Right:

    async def drain(to: str) -> None:
        async for _ in stream(to): ...

    tasks.add_task(drain, "a@example.com")

Left alone: a function that returns an async iterator but is not an async generator function.
"""

from collections.abc import Iterator

from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import About, Problem

__all__ = ["ABOUT", "CODE", "INSTEAD", "find"]

ABOUT = About.RUN

INSTEAD = 'Add an "async def" that iterates over it: async for _ in {call}: ...'


def find(task: Task, facts: Facts) -> Iterator[Problem]:  # noqa: ARG001  # as for every rule
    """Yield a problem if the task runs an async generator function, wrapped or not."""
    run = task.run
    if run is not None and run.returned is Returned.ASYNC_GENERATOR:
        why = (
            "{name} is an async generator function: the task makes an async generator that nobody "
            "iterates over, so its body never runs"
        )
        yield explain(task, run, why, INSTEAD)
