"""Which background a response has when it is returned."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.carriers import is_given, is_made_here, loads_of
from background_typed_check.facts.meanings import Value
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.uses import uses_of_name


def background_sent(value: ast.expr | None, scope: Scope, facts: Facts) -> ast.expr | None:
    """Return the background of a response that is returned, None if it is not certain."""
    if facts.names.is_call_of(value, scope, apis.RESPONSES):
        return given_background(value)
    owner = scope.owner(value.id) if isinstance(value, ast.Name) else None
    if not isinstance(value, ast.Name) or owner is None:
        return None
    uses = uses_of_name(value.id, owner, facts)
    if uses is None or not is_made_here(uses, facts):
        return None
    set_later = []
    for each, around in loads_of(uses, facts):
        parent = scope.source.parents[each]
        if isinstance(parent, ast.Attribute) and parent.attr == apis.BACKGROUND:
            set_later.append(scope.source.parents[parent])
        elif is_given(each, around) and not isinstance(parent, ast.Return):
            return None
    if not set_later:
        made = uses.made[0].value
        return given_background(made) if isinstance(made, ast.Call) else None
    match set_later:
        case [ast.Assign(targets=[_], value=background) as only] if only in uses.function.body:
            return background
    return None


def given_background(call: ast.Call) -> ast.expr | None:
    """Return the background that a call of a response's class is given."""
    return next((each.value for each in call.keywords if each.arg == apis.BACKGROUND), None)


def is_new(background: ast.expr | None, scope: Scope, facts: Facts) -> bool:
    """Return whether a background is a task or collection that is made in the same function."""
    meaning = facts.names.resolve(background, scope) if background is not None else None
    return isinstance(meaning, Value) and facts.names.is_call_of(
        meaning.node, meaning.scope, apis.COLLECTIONS | apis.TASKS
    )
