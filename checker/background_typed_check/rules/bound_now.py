"""Corrections of functions that read names too late: they bind them when the task is added."""

import ast
from collections.abc import Sequence
from typing import TypeAlias

from background_typed_check.facts.later import Later, names_later
from background_typed_check.facts.parsing import parse_expression
from background_typed_check.facts.passed import actuals_of
from background_typed_check.facts.scopes import FUNCTIONS, parameters
from background_typed_check.facts.source import Place, Source, walk
from background_typed_check.facts.tasks import Task, direct_of
from background_typed_check.rules.moving import is_plain, replacing, spread
from background_typed_check.rules.places import callee_of, span
from background_typed_check.rules.rule import Edit
from background_typed_check.rules.words import deferring, listed

Correction: TypeAlias = tuple[str, tuple[Edit, ...]]


def bound_now(later: Later, names: Sequence[str], task: Task) -> Correction:
    """Return what to write instead of a function that reads names too late, and the edits."""
    found: Correction | None = None
    if isinstance(later.body, ast.Lambda) and are_settled(later.body, names, task):
        found = passed(later, names, task) or with_parameters(later.body, names, task)
    if found is not None:
        return found
    them = "it" if len(names) == 1 else "them"
    if isinstance(later.body, FUNCTIONS):
        return f'Give "{later.body.name}" a parameter for {listed(names)}, and pass {them}', ()
    return f"Make it in a function that takes {listed(names)}, and call that here", ()


def are_settled(made: ast.Lambda, names: Sequence[str], task: Task) -> bool:
    """Return whether all that a lambda reads has its last value in a round when it is added.

    What a `with` binds is closed by the time, whatever binds it.
    """
    loop = outermost_loop(task)
    inside = [*walk(loop)] if loop is not None else []
    stored = [each for each in inside if isinstance(each, ast.Name) and is_stored(each)]
    opened = {
        each.optional_vars.id
        for each in inside
        if isinstance(each, ast.withitem) and isinstance(each.optional_vars, ast.Name)
    }
    # The target of a comprehension stands behind what it is bound for.
    listed = {
        each
        for node in inside
        if isinstance(node, ast.comprehension)
        for each in ast.walk(node.target)
    }
    for read in {each.id for each in names_later(made)}:
        found = [each for each in stored if each.id == read]
        if found and (read not in names or read in opened or len(found) > 1):
            return False
        if any(begin_of(each) > begin_of(task.call) and each not in listed for each in found):
            return False
    return True


def outermost_loop(task: Task) -> ast.AST | None:
    """Return the outermost loop around a task in its function, None if there is none."""
    node: ast.AST = task.call
    found = None
    while not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.Module)):
        node = task.source.parents[node]
        if isinstance(node, (ast.AsyncFor, ast.For, ast.While)):
            found = node
    return found


def is_stored(name: ast.Name) -> bool:
    """Return whether a name is bound, or deleted."""
    return not isinstance(name.ctx, ast.Load)


def begin_of(node: ast.expr) -> tuple[int, int]:
    """Return where an expression begins."""
    return node.lineno, node.col_offset


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
    # An attribute may be given another value meanwhile.
    is_safe = not any(isinstance(each, ast.Attribute) for each in actuals_of(call))
    instead = deferring(task.adder.name, own, task.source)
    edits = replacing(task, text, is_safe=is_safe)
    return f"Pass the function and its arguments: {instead}", edits


def with_parameters(made: ast.Lambda, names: Sequence[str], task: Task) -> Correction | None:
    """Return a lambda that has the names as parameters, which get their values now."""
    source, arguments = task.source, made.args
    body = source.text(made.body)
    own = {each.id for each in names_later(made)}
    is_simple = not (arguments.posonlyargs or arguments.vararg or arguments.kwonlyargs)
    if body is None or not is_simple or arguments.kwarg or not own.issuperset(names):
        return None
    direct = task.direct
    is_alone = direct is not None and not (direct.args or direct.keywords or arguments.args)
    if is_alone and callee_of(task) is made:
        text = f"lambda {', '.join(names)}: {body}"
        instead = f"{text}, {', '.join(names)}"
        edits = replacing(task, instead) if is_same(text, made) else ()
        return (f"Pass it when the task is added: {instead}", edits) if edits else None
    formals = [source.read(span(*ends_of(arguments, source)))] if arguments.args else []
    text = f"lambda {', '.join([*formals, *(f'{each}={each}' for each in names)])}: {body}"
    # mypy may not see what type such a parameter has.
    edit = Edit(source.place(made), text, is_safe=False)
    return (f"Bind it when the task is added: {text}", (edit,)) if is_same(text, made) else None


def ends_of(arguments: ast.arguments, source: Source) -> tuple[Place, Place]:
    """Return where the parameters of a lambda begin, and where they end."""
    last = arguments.defaults[-1] if arguments.defaults else arguments.args[-1]
    return source.place(arguments.args[0]), source.place(last)


def is_same(text: str, made: ast.Lambda) -> bool:
    """Return whether a text is a lambda that does the same as another."""
    parsed = parse_expression(text)
    return isinstance(parsed, ast.Lambda) and ast.dump(parsed.body) == ast.dump(made.body)
