"""A task that uses what is closed before it runs: a file, a client, a folder of a `with`.

A task runs after the response (`starlette.responses.Response.__call__`), when the handler has
returned and each of its `with` blocks has ended, and with it each stack of them
(`contextlib.ExitStack`). FastAPI 0.106 to 0.117 closes uploaded files before that, too, and leaves
dependencies with `yield` (`fastapi.routing.get_request_handler`).

Wrong:

    with open(path) as file:
        tasks.add_task(store, file)

Right:

    tasks.add_task(store, path)

Left alone: a collection that something in the block may run, such as `await tasks()`; a block
around a `yield`; a use that a condition decides on, or that follows a `return`; a function that
asks whether it is closed; a session of SQLAlchemy, which begins anew.
"""

from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import CLOSED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.breaking import Break, break_in, break_in_lambda
from background_typed_check.facts.closing import Closed, closed_before
from background_typed_check.facts.tasks import Run, Task
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import quoted_name

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem for what the task surely uses when it is closed."""
    if task.run is None or task.direct is None:
        return
    for closed in closed_before(task, facts):
        found = break_in(task.direct, closed, facts) or break_in_run(task.run, closed, facts)
        if found is not None:
            yield about(task, closed, found)
            return


def break_in_run(run: Run, closed: Closed, facts: Facts) -> Break | None:
    """Return the use of something closed by which what a task runs raises."""
    scopes = facts.scopes(closed.owner.source).of
    if run.inner is not None and run.inner in scopes:
        return break_in_lambda(run.inner, scopes[run.inner], closed, facts)
    return None if run.is_unclear else break_in(run.call, closed, facts)


def about(task: Task, closed: Closed, found: Break) -> Problem:
    """Return the problem of something that is closed too early."""
    closing, name = closed.closing, closed.shown
    used = quoted_name(found.node, "its use")
    if closing.is_passed:
        when = f'FastAPI closes "{name}" before the task runs'
    elif closing is apis.NAMED_FILE:
        when = f'The file "{name}" is removed where its "with" ends, before the task runs'
    elif closing.is_path:
        when = f'The folder "{name}" is removed where its "with" ends, before the task runs'
    else:
        when = f'"{name}" is closed where its "with" ends, before the task runs'
    return Problem(
        task.source.place(task.run.given if task.run is not None else task.call),
        f"{when}: {used} raises {closing.raises.rpartition('.')[2]}",
        closing.instead,
        related=(
            Related(closed.owner.source.place(closed.at), f'"{name}" is closed after this'),
            Related(found.scope.source.place(found.node), "it is used here"),
        ),
    )
