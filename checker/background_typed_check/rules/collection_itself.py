"""The collection itself as the function of its task: it cannot run itself.

Starlette calls what it was given (`starlette.background.BackgroundTasks.__call__`). The collection
then runs all its tasks again, this one too, until Python raises `RecursionError`. With arguments it
raises `TypeError` at once, because it takes none.

Wrong:

    tasks.add_task(tasks)
    tasks.add_task(tasks, send, "a@example.com")

Right:

    tasks.add_task(send, "a@example.com")

Corrected: the collection is removed, if a function follows it.

Left alone: another collection without arguments, which runs its tasks.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.instances import Instances
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.moving import without_callee
from background_typed_check.rules.rule import About, Problem
from background_typed_check.rules.words import deferring, quoted_name

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.RUN


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task is the collection that it is added to, or gives it arguments."""
    direct = task.direct
    if direct is None or not isinstance(direct.callee.node, ast.Name):
        return
    found = facts.expressions.classes_of(*direct.callee)
    if not is_plain_collection(found, facts):
        return
    name = quoted_name(direct.callee.node)
    function = direct.first_called()
    if direct.args or direct.keywords:
        is_function = function is not None and not isinstance(function.callee.node, ast.Constant)
        instead = (
            deferring(task.adder.name, function, task.source)
            if function is not None and is_function
            else f"{task.adder.name}(function, ...)"
        )
        yield Problem(
            task.source.place(direct.callee.node),
            f"The task is {name}, the collection itself, which takes no arguments: calling it "
            "raises TypeError after the response",
            f"Pass the function and its arguments: {instead}",
            without_callee(task) if is_function else (),
        )
    elif isinstance(task.receiver, ast.Name) and task.receiver.id == direct.callee.node.id:
        yield Problem(
            task.source.place(direct.callee.node),
            f"The task is {name}, the collection that it is added to: it runs itself again and "
            "again, until Python raises RecursionError",
            f"Pass the function and its arguments: {task.adder.name}(function, ...)",
        )


def is_plain_collection(found: Instances, facts: Facts) -> bool:
    """Return whether something is a collection that is called as Starlette's own."""
    return bool(found) and all(
        not each.is_class and facts.classes.inherits(each.of, apis.COLLECTIONS, {"__call__"})
        for each in found
    )
