"""A keyword argument `func` or `self`: it cannot reach the task.

Starlette's own parameters have these names (`starlette.background.BackgroundTasks.add_task`,
`BackgroundTask.__init__`), and Python raises TypeError at once: no task is added.

Wrong:

    def render(template: str, *, func: str = "") -> None: ...

    tasks.add_task(render, "a.html", func="b")

Right:

    tasks.add_task(functools.partial(render, func="b"), "a.html")

Left alone: `func=` as the way to pass the function itself.
"""

from collections.abc import Iterator

from background_typed_check.codes import MISC as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import About, Problem
from background_typed_check.rules.words import name_of

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.RUN


def find(task: Task, facts: Facts) -> Iterator[Problem]:  # noqa: ARG001  # as for every rule
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
            )
