"""Whether a task surely waits until a loop around it has ended."""

import ast
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.ending import first_line
from background_typed_check.facts.injection import called_name
from background_typed_check.facts.other_uses import other_uses
from background_typed_check.facts.rounds import Loop
from background_typed_check.facts.scopes import COMPREHENSIONS, first_of
from background_typed_check.facts.source import walk
from background_typed_check.facts.tasks import Task

LITERALS: Final = (ast.Constant, ast.List, ast.Tuple)
# What may run anything.
RUNNING: Final = (ast.AsyncFor, ast.AsyncWith, ast.Await, ast.Call, ast.With, ast.Yield)


def waits_for(task: Task, loop: Loop, facts: Facts) -> bool:
    """Return whether nothing in a loop can run a task that it adds or makes."""
    parents = task.source.parents
    around = parents[task.call]
    if loop.node is around or any(each is loop.node for each in walk(task.call)):
        return True  # a list is whole before anything is done with it
    if task.receiver is None:
        if not isinstance(around, ast.Call) or not appends(around):
            return False
        around = parents[around]
    elif isinstance(around, (ast.Await, *COMPREHENSIONS)):
        around = parents[around]
    return isinstance(around, ast.Expr) and is_left_alone(task, loop, facts)


def appends(call: ast.Call) -> bool:
    """Return whether a call appends a single argument to a list."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == apis.APPEND


def is_left_alone(task: Task, loop: Loop, facts: Facts) -> bool:
    """Return whether nothing but adding tasks is done with a collection or list in a loop."""
    if task.uses is not None:
        if does_nothing_else(loop):
            return True
        last = loop.node.end_lineno or 0
        # What was done with it before may have given it another name.
        return not any(first_line(each) <= last for each in other_uses(task.uses, facts))
    holder = task.receiver
    if holder is None:
        call = task.source.parents[task.call]
        holder = call.func if isinstance(call, ast.Call) else None
    holder = first_of(holder) if holder is not None else None
    if not isinstance(holder, ast.Name) or task.scope.owner(holder.id) is task.scope.module:
        return False
    own = {holder, *walk(task.call)}
    body = [node for each in getattr(loop.node, "body", []) for node in walk(each)]
    return not any(
        isinstance(each, ast.Name) and each.id == holder.id and each not in own for each in body
    )


def does_nothing_else(loop: Loop) -> bool:
    """Return whether the body of a loop over what is written out only adds tasks.

    Then nothing in it can run one, by whatever name something else knows the collection.
    """
    if not isinstance(loop.node, ast.For) or not isinstance(loop.node.iter, LITERALS):
        return False
    return all(
        isinstance(each, ast.Call) and called_name(each) in apis.ADDERS
        for each in inside(loop.node.body)
        if isinstance(each, RUNNING)
    )
