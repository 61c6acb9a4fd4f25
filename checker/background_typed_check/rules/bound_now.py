"""Corrections of functions that read names too late: they bind them when the task is added."""

import ast
from collections.abc import Sequence
from typing import TypeAlias

from background_typed_check.facts.later import Later, names_later
from background_typed_check.facts.scopes import FUNCTIONS, parameters
from background_typed_check.facts.source import Source, parse_expression
from background_typed_check.facts.tasks import Task, direct_of
from background_typed_check.rules.moving import callee_of, is_plain, replacing, spread
from background_typed_check.rules.rule import Edit
from background_typed_check.rules.words import deferring, listed

Correction: TypeAlias = tuple[str, tuple[Edit, ...]]


def bound_now(later: Later, names: Sequence[str], task: Task) -> Correction:
    """Return what to write instead of a function that reads names too late, and the edits."""
    found: Correction | None = None
    if isinstance(later.body, ast.Lambda):
        found = passed(later, names, task) or with_defaults(later.body, names, task.source)
    if found is not None:
        return found
    them = "it" if len(names) == 1 else "them"
    if isinstance(later.body, FUNCTIONS):
        return f'Give "{later.body.name}" a parameter for {listed(names)}, and pass {them}', ()
    return f"Make it in a function that takes {listed(names)}, and call that here", ()


def passed(later: Later, names: Sequence[str], task: Task) -> Correction | None:
    """Return the call that a lambda makes as the task itself, if all in it has that value now."""
    made, direct = later.body, task.direct
    if direct is None or callee_of(task) is not made or not isinstance(made, ast.Lambda):
        return None
    call = made.body
    if not isinstance(call, ast.Call) or parameters(made.args):
        return None
    if not {each.id for each in names_later(made)}.issuperset(names):
        return None  # another function reads them
    own = direct_of(call, task.scope)
    text = spread(call, task) if is_plain(own, names) else None
    if text is None:
        return None
    instead = deferring(task.adder.name, own, task.source)
    return f"Pass the function and its arguments: {instead}", replacing(task, text)


def with_defaults(made: ast.Lambda, names: Sequence[str], source: Source) -> Correction | None:
    """Return a lambda with the names as parameters that have their values now as defaults."""
    arguments, body = made.args, source.text(made.body)
    own = {each.id for each in names_later(made)}
    if arguments.vararg or arguments.kwonlyargs or arguments.kwarg or not own.issuperset(names):
        return None
    formals = [ast.unparse(arguments)] if parameters(arguments) else []
    text = f"lambda {', '.join([*formals, *(f'{each}={each}' for each in names)])}: {body}"
    parsed = parse_expression(text) if body is not None else None
    if not isinstance(parsed, ast.Lambda) or ast.dump(parsed.body) != ast.dump(made.body):
        return None
    return f"Bind it when the task is added: {text}", (
        Edit(source.place(made), text, is_safe=True),
    )
