"""A keyword argument `func` or `self`: it cannot reach the task.

Starlette's own parameters have these names (`starlette.background.BackgroundTasks.add_task`,
`BackgroundTask.__init__`), and Python raises TypeError at once: no task is added.

Wrong:

    def render(template: str, *, func: str = "") -> None: ...

    tasks.add_task(render, "a.html", func="b")

Right:

    tasks.add_task(functools.partial(render, func="b"), "a.html")

Corrected: `functools.partial` binds the argument, if the function takes it. That is unsafe if the
function is not at hand.

Left alone: `func=` as the way to pass the function itself.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import MISC as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.formals import free_formals, gets_arguments
from background_typed_check.facts.functions import Called
from background_typed_check.facts.meanings import External
from background_typed_check.facts.tasks import Direct, Task
from background_typed_check.rules.importing import imported
from background_typed_check.rules.moving import (
    COMMENT,
    callee_of,
    end_of,
    gap,
    given_in,
    start_of,
)
from background_typed_check.rules.rule import About, Edit, Problem
from background_typed_check.rules.words import name_of

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.RUN


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem for each keyword argument that Starlette takes for itself."""
    if task.direct is None:
        return
    adder = task.adder
    callee = name_of(task.direct.callee.node) or "function"
    for keyword in task.direct.keywords:
        if keyword.arg in adder.reserved:
            yield Problem(
                task.source.place(keyword.value),
                f'"{adder.name}" gets multiple values for keyword argument "{keyword.arg}", which '
                "is one of Starlette's own parameters: this raises TypeError, and no task is added",
                f"Bind it to the function: {adder.name}(functools.partial({callee}, "
                f"{keyword.arg}=...))",
                bound(keyword, task, facts),
            )


def bound(keyword: ast.keyword, task: Task, facts: Facts) -> tuple[Edit, ...]:
    """Return the edits that bind a keyword argument to the function of a task by `partial`."""
    callee, source = callee_of(task), task.source
    run = task.run
    if callee is None or run is None or run.made is None:
        return ()
    answers = [takes(each, keyword, run.made, facts) for each in run.functions]
    if False in answers:
        return ()
    given, place = given_in(task.call), source.place(keyword)
    before = source.place(given[given.index(keyword) - 1])
    if given.index(keyword) < given.index(callee) or COMMENT in source.read(gap(before, place)):
        return ()
    is_safe = bool(answers) and None not in answers
    removed = Edit(gap(before, end_of(place)), "", is_safe)
    text = source.read(place)
    if facts.names.is_call_of(callee, task.scope, apis.PARTIALS):
        last = source.place(given_in(callee)[-1])
        return (Edit(end_of(last), f", {text}", is_safe), removed)
    partial = imported(*apis.PARTIAL, task.scope)
    if partial is None:
        return ()
    function = source.place(callee)
    return (
        *partial.edits,
        Edit(start_of(function), f"{partial.text}(", is_safe),
        Edit(end_of(function), f", {text})", is_safe),
        removed,
    )


def takes(function: Called, keyword: ast.keyword, call: Direct, facts: Facts) -> bool | None:
    """Return whether a function takes a keyword argument, None if that is unknown."""
    if isinstance(function, External) or not gets_arguments(function, facts):
        return None
    has_any = function.node.args.kwarg is not None
    return has_any or keyword.arg in free_formals(call, function, facts)
