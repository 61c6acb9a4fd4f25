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
from background_typed_check.facts.tasks import Run, Task
from background_typed_check.rules.importing import imported
from background_typed_check.rules.places import (
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
            instead, edits = correction(keyword, callee, task, facts)
            yield Problem(
                task.source.place(keyword.value),
                f'"{adder.name}" gets multiple values for keyword argument "{keyword.arg}", which '
                "is one of Starlette's own parameters: this raises TypeError, and no task is added",
                instead,
                edits,
            )


def correction(
    keyword: ast.keyword, callee: str, task: Task, facts: Facts
) -> tuple[str, tuple[Edit, ...]]:
    """Return what to write instead of a keyword argument of Starlette's own, and the edits."""
    functions = task.run.functions if task.run is not None else ()
    answers = [takes(each, keyword, task.run, facts) for each in functions]
    if False in answers:
        return f'Leave it out: "{callee}" has no parameter "{keyword.arg}"', ()
    is_safe = bool(answers) and None not in answers
    instead = f"{task.adder.name}(functools.partial({callee}, {keyword.arg}=...))"
    return f"Bind it to the function: {instead}", bound(keyword, task, facts, is_safe=is_safe)


def bound(keyword: ast.keyword, task: Task, facts: Facts, *, is_safe: bool) -> tuple[Edit, ...]:
    """Return the edits that bind a keyword argument to the function of a task by `partial`."""
    callee, source = callee_of(task), task.source
    if callee is None or callee not in task.call.args:
        return ()
    given, place = given_in(task.call), source.place(keyword)
    before = source.place(given[given.index(keyword) - 1])
    if given.index(keyword) < given.index(callee) or COMMENT in source.read(gap(before, place)):
        return ()
    if place.end[0] in source.comments and place.end[0] != before.end[0]:
        return ()  # a comment about it
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


def takes(function: Called, keyword: ast.keyword, run: Run | None, facts: Facts) -> bool | None:
    """Return whether a function takes a keyword argument, None if that is unknown."""
    call = run.made if run is not None else None
    if call is None or isinstance(function, External) or not gets_arguments(function, facts):
        return None
    has_any = function.node.args.kwarg is not None
    return has_any or keyword.arg in free_formals(call, function, facts)
