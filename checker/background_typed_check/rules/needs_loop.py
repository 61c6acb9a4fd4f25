"""`asyncio.create_task` and the like as a task: there is no event loop where they are called.

They are not coroutine functions, so Starlette calls them in a worker thread
(`starlette.background.BackgroundTask.__call__`). No event loop runs there, so they raise
`RuntimeError`, after the response.

Wrong:

    tasks.add_task(asyncio.create_task, send("a@example.com"))

Right:

    tasks.add_task(send, "a@example.com")

Left alone: whatever has its own event loop, such as a Future, `loop=`, or a method of a loop or of
a task group.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.functions import Called
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.meanings import External, Value
from background_typed_check.facts.tasks import Direct, Task
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import Problem
from background_typed_check.rules.words import deferring

__all__ = ["CODE", "find"]

WHY = (
    "{name} needs a running event loop, and the worker thread that calls it has none: "
    "it raises RuntimeError, and the coroutine never runs"
)


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task needs the running event loop for its first argument."""
    run = task.run
    if run is None or not seeks_loop(run.functions):
        return
    call = run.call
    if not call.args or any(each.arg == apis.LOOP for each in call.keywords):
        return
    made = facts.expressions.classes_of(call.args[0], call.callee.scope)
    if are_all_of(made, apis.COROUTINES):  # a Future has its own event loop
        yield explain(task, run, WHY, escaped(correction(call, task)))


def seeks_loop(functions: tuple[Called, ...]) -> bool:
    """Return whether each of these functions puts a coroutine on the running event loop."""
    return bool(functions) and all(
        isinstance(each, External) and each.name in apis.LOOP_SEEKERS for each in functions
    )


def correction(call: Direct, task: Task) -> str:
    """Return what to write instead of the call: the coroutine function itself as the task."""
    instead = f"{task.adder.name}(function, ...)"
    first = call.args[0] if len(call.args) == 1 else None
    # A correction shows one task, but `gather` may have several coroutines.
    if isinstance(first, ast.Call):
        scope = call.callee.scope
        alone = Direct(Value(first.func, scope), tuple(first.args), tuple(first.keywords))
        instead = deferring(task.adder.name, alone, task.source)
    return f"Pass the function and its arguments: {instead}"


def escaped(text: str) -> str:
    """Return a text escaped so that `str.format` leaves it unchanged."""
    return text.replace("{", "{{").replace("}", "}}")
