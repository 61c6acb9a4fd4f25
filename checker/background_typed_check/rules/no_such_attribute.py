"""`tasks.add(...)`: a collection has no such attribute.

A collection has `add_task`, and `tasks`, the list of the added tasks
(`starlette.background.BackgroundTasks`). Anything else raises AttributeError, and FastAPI runs no
task of a handler that raises.

Wrong:

    tasks.add(send, "a@example.com")

Right:

    tasks.add_task(send, "a@example.com")

Corrected: `add_task` is called, if what is called instead is given a function.

Left alone: a class that derives from a collection and has more attributes, or a base that is not
known; a variable that is given another value, or is narrowed (`isinstance`, `match`); an attribute
that some file assigns; an attribute that is looked for (`hasattr`), or read inside of a `try` or
`with`, which may expect the exception.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import NO_ATTRIBUTE as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.collection_uses import Use
from background_typed_check.facts.failing import is_missing_in
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.tasks import Direct
from background_typed_check.rules.places import name_place
from background_typed_check.rules.rule import Edit, Problem
from background_typed_check.rules.words import deferring

__all__ = ["CODE", "find"]


def find(use: Use, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if an attribute that is read does not exist on the collection."""
    read = use.attribute
    if read is None or not isinstance(read.ctx, ast.Load):
        return
    if not is_missing_in(read, use.scope, facts):
        return
    adding = correction(use, read, facts)
    yield Problem(
        use.source.place(read),
        f'A collection of background tasks has no attribute "{read.attr}": this raises '
        f"AttributeError{', and no task is added' if adding is not None else ''}",
        adding or f'It has "{apis.ADD_TASK.name}" and "{apis.LISTED}"',
        (renamed(use, read),) if adding is not None else (),
    )


def renamed(use: Use, read: ast.Attribute) -> Edit:
    """Return the edit that reads the method that adds a task."""
    return Edit(name_place(read, use.source), apis.ADD_TASK.name, is_safe=True)


def correction(use: Use, read: ast.Attribute, facts: Facts) -> str | None:
    """Return how to add the task, if the attribute is called with a function as if it added one."""
    call = use.source.parents[read]
    if not isinstance(call, ast.Call) or call.func is not read or not call.args:
        return None
    callee, *args = call.args
    is_named = isinstance(facts.names.resolve(callee, use.scope), External)
    functions = facts.functions.called(callee, use.scope)
    if not (is_named or any(isinstance(each, Function) for each in functions)):
        return None
    adder = f"{use.source.text(use.collection) or 'tasks'}.{apis.ADD_TASK.name}"
    direct = Direct(Value(callee, use.scope), tuple(args), tuple(call.keywords))
    return f"Add the task with {deferring(adder, direct, use.source)}"
