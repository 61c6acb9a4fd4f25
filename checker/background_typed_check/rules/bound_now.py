"""Corrections of functions that read names too late: they bind them when the task is added."""

import ast
from collections.abc import Sequence
from typing import TypeAlias

from background_typed_check.facts.later import Later, names_later
from background_typed_check.facts.meanings import Value
from background_typed_check.facts.scopes import FUNCTIONS, Scope, parameters
from background_typed_check.facts.source import Source, parse_expression
from background_typed_check.facts.tasks import Direct, Task
from background_typed_check.rules.rule import Edit
from background_typed_check.rules.words import deferring, listed, sources_of

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
    if direct is None or direct.callee.node is not made or task.helper is not None:
        return None
    call = made.body if isinstance(made, ast.Lambda) and not parameters(made.args) else None
    if not isinstance(call, ast.Call) or not is_first(made, task):
        return None
    if not {each.id for each in names_later(made)}.issuperset(names):
        return None  # another function reads them
    parts = [call.func, *call.args, *(each.value for each in call.keywords)]
    if not all(is_same_now(each, names, task.scope) for each in parts):
        return None
    own = Direct(Value(call.func, task.scope), tuple(call.args), tuple(call.keywords))
    texts = sources_of(own, task.source)
    if texts is None or any(each.arg in task.adder.reserved for each in call.keywords):
        return None
    edit = Edit(task.source.place(made), ", ".join(texts), is_safe=True)
    instead = deferring(task.adder.name, own, task.source)
    return f"Pass the function and its arguments: {instead}", (edit,)


def is_first(argument: ast.expr, task: Task) -> bool:
    """Return whether an argument is the first of a call, without parentheses of its own."""
    source = task.source
    start, end = source.place(task.call.func), source.place(argument)
    between = source.lines[(start.end_line or 0) - 1 : end.line]
    between[-1] = between[-1][: end.column - 1]
    between[0] = between[0][(start.end_column or 0) - 1 :]
    return "".join(between).strip() == "("


def is_same_now(expression: ast.expr, names: Sequence[str], scope: Scope) -> bool:
    """Return whether an expression has the value now that it ought to have when the task runs."""
    while isinstance(expression, ast.Attribute):
        expression = expression.value
    if isinstance(expression, ast.Name):
        owner = scope.owner(expression.id)
        is_fixed = owner is None or len(owner.bindings[expression.id]) == 1
        return is_fixed or expression.id in names
    return isinstance(expression, ast.Constant)


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
