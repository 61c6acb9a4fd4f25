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
import re
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import NO_ATTRIBUTE as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.around import TRIES, WITHS
from background_typed_check.facts.collection_uses import Use
from background_typed_check.facts.instances import Instance, without_none
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.tasks import Direct
from background_typed_check.rules.places import name_place
from background_typed_check.rules.rule import Edit, Problem
from background_typed_check.rules.words import deferring

__all__ = ["CODE", "find"]

KNOWN = apis.COLLECTIONS | apis.TASKS | apis.PLAIN_BASES


def find(use: Use, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if an attribute that is read does not exist on the collection."""
    read = use.attribute
    if read is None or not isinstance(read.ctx, ast.Load):
        return
    found = without_none(facts.expressions.classes_of(use.collection, use.scope))
    if not found or not all(lacks(each, read.attr, facts) for each in found):
        return
    if is_expected(use, read) or is_assigned(read.attr, facts):
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


def is_expected(use: Use, read: ast.Attribute) -> bool:
    """Return whether the attribute may exist after all, or the code expects that it may not."""
    source = use.source
    if source.mentions(apis.DYNAMIC):
        return True
    name = use.collection.id if isinstance(use.collection, ast.Name) else ""
    owner = use.scope.owner(name)
    if owner is not None and len(owner.bindings[name]) > 1:
        return True  # another one by then
    node: ast.AST = read
    while not isinstance(node, ast.Module):
        node = source.parents[node]
        if isinstance(node, (*TRIES, *WITHS, ast.Match)):
            return True
    return False


def is_assigned(name: str, facts: Facts) -> bool:
    """Return whether a file of the tree may give some object an attribute of that name."""
    pattern = re.compile(rb"\.%s\s*[:=]" % name.encode())
    return any(pattern.search(facts.disk.read(file) or b"") for file in facts.modules.files)


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
