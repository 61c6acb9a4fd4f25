"""A context manager as a task: its body never runs.

A function decorated with `contextlib.contextmanager` or `asynccontextmanager` only returns a
context manager. Starlette drops what a task returns, so nobody enters it.

Wrong:

    @contextmanager
    def opened(path: str) -> Iterator[None]:
        yield

    tasks.add_task(opened, "orders.csv")

Right:

    def touch(path: str) -> None:
        with opened(path): ...

    tasks.add_task(touch, "orders.csv")

Left alone: a class of context managers, whose `__init__` may do the work.
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

INSTEAD = {
    Returned.CONTEXT_MANAGER: 'Add a "def" that enters it: with {call}: ...',
    Returned.ASYNC_CONTEXT_MANAGER: 'Add an "async def" that enters it: async with {call}: ...',
}


def find(task: Task, facts: Facts) -> Iterator[Problem]:  # noqa: ARG001  # as for every rule
    """Yield a problem if the task makes a context manager, wrapped or not."""
    run = task.run
    if run is not None and run.returned in INSTEAD:
        why = "{name} returns a context manager that nobody enters, so its body never runs"
        yield explain(task, run, why, INSTEAD[run.returned])
