"""`asyncio.create_task` and the like as a task: there is no event loop where they are called.

They are not coroutine functions, so Starlette calls them in a worker thread
(`starlette.background.BackgroundTask.__call__`). No event loop runs there, so they raise
`RuntimeError`, after the response.

Wrong:

    tasks.add_task(asyncio.create_task, send("a@example.com"))

Right:

    tasks.add_task(send, "a@example.com")

Corrected: a task is added for each coroutine function, in place of what is called with it.

Left alone: whatever has its own event loop, such as a Future, `loop=`, or a method of a loop or of
a task group.
"""

import ast
from collections.abc import Iterator, Sequence

from background_typed_check import apis
from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.functions import Called
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.meanings import External
from background_typed_check.facts.tasks import Direct, Task, direct_of
from background_typed_check.rules.moving import COMMA, is_plain, made_by_lambda, replacing, spread
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.places import COMMENT, callee_of, gap, indent_of, span
from background_typed_check.rules.rule import About, Edit, Problem
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
        edits = of_coroutines(call, task)
        yield explain(task, run, WHY, escaped(correction(call, task)), edits)


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
            direct_of(each, scope),
            task.source,
        )
        for each in made
    ]
    if not instead or len(made) < len(call.args):
        return f"Pass the function and its arguments: {task.adder.name}(function, ...)"
    if len(instead) == 1:
        return f"Pass the function and its arguments: {instead[0]}"
    return f"Add a task for each of them: {', '.join(instead)}"


def of_coroutines(call: Direct, task: Task) -> tuple[Edit, ...]:
    """Return the edits that make tasks of the coroutine functions that a call is given."""
    source, texts = task.source, [spread(each, task) for each in call.args]
    if callee_of(task) is None or call.keywords or None in texts:
        return ()
    if len(texts) > 1:
        return one_by_one(texts, task) if task.direct == call else ()
    if task.direct != call:
        made, inner = made_by_lambda(task, call), call.args[0]
        is_safe = isinstance(inner, ast.Call) and is_plain(direct_of(inner, call.callee.scope))
        return replacing(task, texts[0], is_safe=is_safe) if made is not None else ()
    callee, given = source.place(call.callee.node), source.place(call.args[0])
    between = source.read(gap(callee, given))
    if COMMA.fullmatch(between) is None or COMMENT in between:
        return ()
    return (Edit(span(callee, given), texts[0] or "", is_safe=True),)


def one_by_one(texts: Sequence[str | None], task: Task) -> tuple[Edit, ...]:
    """Return the edit that adds several tasks in place of one, in a statement of its own."""
    source, place = task.source, task.source.place(task.call)
    statement = source.parents[task.call]
    if not isinstance(statement, ast.Expr) or COMMENT in source.read(place):
        return ()
    indent = indent_of(source.place(statement), source)
    adder = source.read(source.place(task.call.func))
    calls = [f"{adder}({each})" for each in texts]
    text = f"\n{indent}".join(calls)
    # If one of them raises, Starlette does not run the next.
    return (Edit(place, text, is_safe=False),) if indent is not None else ()


def escaped(text: str) -> str:
    """Return a text escaped so that `str.format` leaves it unchanged."""
    return text.replace("{", "{{").replace("}", "}}")
