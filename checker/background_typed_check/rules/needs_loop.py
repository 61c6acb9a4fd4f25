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
from background_typed_check.rules.rule import About, Problem
from background_typed_check.rules.words import deferring

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.RUN

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
    """Return what to write instead of the call: the coroutine functions themselves as tasks."""
    scope, made = call.callee.scope, [each for each in call.args if isinstance(each, ast.Call)]
    instead = [
        deferring(
            task.adder.name,
            Direct(Value(each.func, scope), tuple(each.args), tuple(each.keywords)),
            task.source,
        )
        for each in made
    ]
    if not instead or len(made) < len(call.args):
        return f"Pass the function and its arguments: {task.adder.name}(function, ...)"
    if len(instead) == 1:
        return f"Pass the function and its arguments: {instead[0]}"
    return f"Add a task for each of them: {', '.join(instead)}"


def escaped(text: str) -> str:
    """Return a text escaped so that `str.format` leaves it unchanged."""
    return text.replace("{", "{{").replace("}", "}}")
