"""`tasks.add(...)`: a collection has no such attribute.

A collection has `add_task`, and `tasks`, the list of the added tasks
(`starlette.background.BackgroundTasks`). Anything else raises AttributeError, and FastAPI runs no
task of a handler that raises.

Wrong:

    tasks.add(send, "a@example.com")

Right:

    tasks.add_task(send, "a@example.com")

Left alone: a subclass of a collection that has more attributes, or an unknown base; an attribute
that is assigned, tested with `hasattr`, or read inside a `try`.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import NO_ATTRIBUTE as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.collection_uses import Use
from background_typed_check.facts.instances import Instance, without_none
from background_typed_check.facts.meanings import Class, External, Value
from background_typed_check.facts.tasks import Direct
from background_typed_check.facts.uses import TRIES
from background_typed_check.rules.rule import Problem
from background_typed_check.rules.words import deferring

__all__ = ["CODE", "find"]

KNOWN = apis.COLLECTIONS | apis.TASKS | apis.PLAIN_BASES


def find(use: Use, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if an attribute that is read does not exist on the collection."""
    read = use.attribute
    if read is None or not isinstance(read.ctx, ast.Load) or is_expected(use, read, facts):
        return
    found = without_none(facts.expressions.classes_of(use.collection, use.scope))
    if not found or not all(lacks(each, read.attr, facts) for each in found):
        return
    yield Problem(
        use.source.place(read),
        f'A collection of background tasks has no attribute "{read.attr}": this raises '
        "AttributeError, and no task is added",
        instead_of(use, read),
    )


def lacks(collection: Instance, name: str, facts: Facts) -> bool:
    """Return whether a collection certainly has no attribute of that name."""
    if name in apis.OF_COLLECTIONS or hasattr(object, name):
        return False
    if not facts.classes.derives(collection.of, apis.COLLECTIONS):
        return False  # a single task
    bases = facts.classes.mro(collection.of) if isinstance(collection.of, Class) else ()
    for base in bases:
        if facts.names.full_name(base) in KNOWN:
            continue
        if isinstance(base, External) or name in facts.scope_of(base).bindings:
            return False
    # A subclass of the user's own class may have it.
    return collection.exact or facts.names.full_name(collection.of) in apis.COLLECTIONS


def is_expected(use: Use, read: ast.Attribute, facts: Facts) -> bool:
    """Return whether the attribute may exist after all, or the code expects that it may not."""
    source = use.source
    if read.attr in facts.scopes(source).stores or source.mentions(apis.DYNAMIC):
        return True
    node: ast.AST = read
    while not isinstance(node, ast.Module):
        node = source.parents[node]
        if isinstance(node, TRIES):
            return True
    return False


def instead_of(use: Use, read: ast.Attribute) -> str:
    """Return what to write instead."""
    call = use.source.parents[read]
    if isinstance(call, ast.Call) and call.func is read and call.args:
        adder = f"{use.source.text(use.collection) or 'tasks'}.{apis.ADD_TASK.name}"
        callee, *args = call.args
        direct = Direct(Value(callee, use.scope), tuple(args), tuple(call.keywords))
        return f"Add the task with {deferring(adder, direct, use.source)}"
    return f'It has "{apis.ADD_TASK.name}" and "{apis.LISTED}"'
