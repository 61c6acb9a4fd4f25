"""`loop.run_until_complete` as a task: the event loop of the handler is running already.

It is not a coroutine function, so Starlette calls it in a worker thread
(`starlette.background.BackgroundTask.__call__`). There it raises `RuntimeError`, after the
response: a loop that runs cannot be run again (`asyncio.BaseEventLoop.run_until_complete`).

Wrong:

    loop = asyncio.get_running_loop()
    tasks.add_task(loop.run_until_complete, send("a@example.com"))

Right:

    tasks.add_task(send, "a@example.com")

Corrected: the coroutine function is passed in place of the loop.

Left alone: a loop that `asyncio.new_event_loop` makes; `asyncio.get_event_loop` in a `def`, where
it may return another loop.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Value
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.needs_loop import correction, escaped, of_coroutines
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import About, Problem

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.RUN

WHY = (
    "{name} raises RuntimeError, because that event loop is already running, and the coroutine "
    "never runs"
)


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task runs a loop that is running."""
    run = task.run
    callee, scope = run.call.callee if run is not None else (None, task.scope)
    if (
        run is not None
        and isinstance(callee, ast.Attribute)
        and callee.attr == apis.RUN_UNTIL_COMPLETE
        and is_running(callee.value, scope, facts)
    ):
        edits = of_coroutines(run.call, task)
        yield explain(task, run, WHY, escaped(correction(run.call, task)), edits)


def is_running(loop: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether an expression is the loop that runs the code around it."""
    made = facts.names.resolve(loop, scope)
    if not isinstance(made, Value):
        return False
    is_async = isinstance(made.scope.node, ast.AsyncFunctionDef)
    known = apis.RUNNING_LOOPS if is_async else apis.RUNNING_LOOP
    return facts.names.is_call_of(made.node, made.scope, known)
