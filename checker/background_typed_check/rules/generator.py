"""A generator function as a task: its body never runs.

Starlette calls the function in a worker thread and drops the result
(`starlette.background.BackgroundTask.__call__`): here a generator that nobody iterates over.

Wrong:

    def export(path: str) -> Iterator[str]:
        yield path

    tasks.add_task(export, "orders.csv")

Right:

    tasks.add_task(list, export("orders.csv"))

Corrected: `list` runs it, and keeps all items in memory until the end: if they are many, pass a
function with a loop. The edit is unsafe if a lambda is replaced, and an argument is evaluated
earlier then.

Left alone: a function that is declared to return an iterator but is not a generator function; a
method that is declared to return an `Iterable`, because a subclass may return a list. Other
generator methods are reported, although a subclass may override them.
"""

from collections.abc import Iterator

from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.moving import run_whole
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import About, Problem

__all__ = ["ABOUT", "CODE", "INSTEAD", "find"]

ABOUT = About.RUN

INSTEAD = "Run it to its end: {adder}(list, {call})"


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task runs a generator function, wrapped or not."""
    run = task.run
    if run is None:
        return
    if run.returned is Returned.GENERATOR_OF_SYNC:
        why = "{name} returns a generator that nobody iterates over, so its body never runs"
        yield explain(task, run, why, INSTEAD, run_whole(task, run, facts))
    elif run.returned is Returned.GENERATOR:
        why = (
            "{name} is a generator function: the task makes a generator that nobody iterates over, "
            "so its body never runs"
        )
        yield explain(task, run, why, INSTEAD, run_whole(task, run, facts))
