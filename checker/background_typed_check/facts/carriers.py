"""What becomes of a background: a task or collection that is given to a response.

A response runs its background when it is sent (`starlette.responses.Response.__call__`). One that
is not returned, or that gets another background before, runs nothing.
"""

import ast
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.going import Read
from background_typed_check.facts.handlers import is_given_by_fastapi, is_only_handler
from background_typed_check.facts.other_uses import is_harmless, other_uses
from background_typed_check.facts.responses import makes_response
from background_typed_check.facts.scopes import Assigned, Parameter, Scope
from background_typed_check.facts.uses import (
    Uses,
    is_directly_in,
    is_local,
    loads,
    uses_of_name,
)

# How many variables a background may pass through.
DEEPEST: Final = 5


class Way(Enum):
    """How a background is lost."""

    UNUSED = auto()
    """It is handed to nothing."""
    NOT_RETURNED = auto()
    """The response that has it is not returned."""
    INJECTED = auto()
    """The response that has it is the one that FastAPI passes for its headers."""
    REPLACED = auto()
    """The response gets another one."""
    LISTED = auto()
    """It is added to a collection that is made here, and that is handed to nothing."""


class Lost(NamedTuple):
    """Why a background never runs."""

    way: Way
    name: str
    """The variable that this is about, if there is one."""
    at: ast.expr | ast.stmt
    """The place where it is lost."""


def is_lost(given: ast.expr, scope: Scope, facts: Facts, depth: int = DEEPEST) -> Lost | None:
    """Return why a background that an expression makes or names never runs, None if it may."""
    parent = scope.source.parents[given]
    if isinstance(parent, ast.Expr):
        return Lost(Way.UNUSED, "", given)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
        if isinstance(target, ast.Name):
            return is_variable_lost(target.id, scope, facts, depth)
        if isinstance(target, ast.Attribute) and target.attr == apis.BACKGROUND:
            return is_carrier_lost(target, parent, scope, facts)
    call = scope.source.parents.find(parent) if isinstance(parent, ast.keyword) else None
    if (
        isinstance(parent, ast.keyword)
        and parent.arg == apis.BACKGROUND
        and isinstance(call, ast.Call)
        and makes_response(call, scope, facts)
    ):
        return is_response_lost(call, scope, facts)
    if isinstance(parent, ast.List) and depth:
        made = scope.source.parents[parent]
        if isinstance(made, ast.Call) and facts.names.is_call_of(made, scope, apis.COLLECTIONS):
            return is_lost(made, scope, facts, depth - 1)
        return None
    return is_list_lost(given, parent, scope, facts)


def is_list_lost(given: ast.expr, parent: ast.AST, scope: Scope, facts: Facts) -> Lost | None:
    """Return why a task never runs that is put into the list of a collection."""
    match parent:
        case ast.Call(
            func=ast.Attribute(
                value=ast.Attribute(value=ast.Name(id=name), attr=apis.LISTED), attr=apis.APPEND
            ),
            args=[value],
        ) if value is given:
            found = local(name, scope, facts)
            is_handed = found is None or not found.are_new(facts) or other_uses(found, facts)
            return None if is_handed else Lost(Way.LISTED, name, given)
    return None


def is_variable_lost(name: str, scope: Scope, facts: Facts, depth: int) -> Lost | None:
    """Return why the background in a variable never runs."""
    found = local(name, scope, facts)
    if found is None or not depth:
        return None
    reasons = [
        is_lost(each, around, facts, depth - 1) if around is not None else None
        for each, around in loads_of(found, facts)
    ]
    if not all(reasons):
        return None
    first = next(iter(reasons), None)
    return first or Lost(Way.UNUSED, name, found.made[0].statement)


def is_carrier_lost(
    target: ast.Attribute, statement: ast.Assign, scope: Scope, facts: Facts
) -> Lost | None:
    """Return why the background that is set on a response never runs."""
    response = target.value
    owner = scope.owner(response.id) if isinstance(response, ast.Name) else None
    if not isinstance(response, ast.Name) or owner is None:
        return None
    uses = uses_of_name(response.id, owner, facts)
    if uses is None:
        return None
    later = replaced_by(response.id, statement, scope)
    if later is not None and is_plain_response(uses, facts):
        return Lost(Way.REPLACED, response.id, later)
    if any(is_given(each, around) for each, around in loads_of(uses, facts)):
        return None
    if is_given_by_fastapi(uses, apis.RESPONSES, facts) and is_only_handler(uses, facts):
        return Lost(Way.INJECTED, response.id, target)
    return Lost(Way.NOT_RETURNED, response.id, target) if is_made_here(uses, facts) else None


def is_made_here(uses: Uses, facts: Facts) -> bool:
    """Return whether all values of a variable are responses that the function makes."""
    return are_all_assigned(uses.name, uses.scope) and all(
        facts.names.is_call_of(each.value, each.scope, apis.RESPONSES) for each in uses.made
    )


def are_all_assigned(name: str, scope: Scope) -> bool:
    """Return whether a variable has its values from nothing but assignments."""
    return all(isinstance(each, Assigned) for each in scope.bindings[name])


def is_plain_response(uses: Uses, facts: Facts) -> bool:
    """Return whether a variable is a response of the library's: one that a middleware gets, too."""
    if is_made_here(uses, facts) or is_given_by_fastapi(uses, apis.RESPONSES, facts):
        return True
    match [each.value for each in uses.made]:
        case [ast.Await(value=ast.Call(func=ast.Name(id=name)))]:
            bindings = uses.scope.bindings.get(name, [])
            return len(bindings) == 1 and isinstance(bindings[0], Parameter)
    return False


def is_response_lost(call: ast.Call, scope: Scope, facts: Facts) -> Lost | None:
    """Return why the background of a response that is made here never runs."""
    parent = scope.source.parents[call]
    if isinstance(parent, ast.Expr):
        return Lost(Way.NOT_RETURNED, "", call)
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return None
    target = parent.targets[0]
    if not isinstance(target, ast.Name):
        return None
    later = replaced_by(target.id, parent, scope)
    if later is not None:
        return Lost(Way.REPLACED, target.id, later)
    uses = local(target.id, scope, facts)
    if uses is None or any(is_given(each, around) for each, around in loads_of(uses, facts)):
        return None
    return Lost(Way.NOT_RETURNED, target.id, call)


def local(name: str, scope: Scope, facts: Facts) -> Uses | None:
    """Return the uses of a variable of a function that is only assigned to."""
    owner = scope.owner(name)
    uses = uses_of_name(name, owner, facts) if owner is not None else None
    if uses is None or owner is None or owner.declared.get(name) is not None:
        return None
    return uses if are_all_assigned(name, owner) and is_local(owner) else None


def loads_of(uses: Uses, facts: Facts) -> Iterator[tuple[ast.Name, Scope | None]]:
    """Yield where a variable is read, with the scope if that is the function itself."""
    around = facts.scopes(uses.scope.source).around
    for each in loads(uses.name, uses.scope, facts):
        is_own = is_directly_in(around[each], uses.scope)
        yield each, around[each] if is_own else None


def is_given(name: ast.Name, scope: Scope | None) -> bool:
    """Return whether a use of a response may send it, hand it on, or read its background."""
    if scope is None:
        return True
    parent = scope.source.parents[name]
    if not isinstance(parent, ast.Attribute):
        return True
    if parent.attr == apis.BACKGROUND:
        return not isinstance(parent.ctx, ast.Store)
    return parent.attr not in apis.OF_RESPONSES


def replaced_by(name: str, statement: ast.Assign, scope: Scope) -> ast.stmt | None:
    """Return the next statement that sets the background of a variable, if nothing is between."""
    outer = scope.source.parents[statement]
    for _, block in ast.iter_fields(outer):
        if not isinstance(block, list) or statement not in block:
            continue
        for each in block[block.index(statement) + 1 :]:
            if sets_background(each, name):
                return each if name not in names_read(each.value) else None
            if not isinstance(each, (ast.Assign, ast.Expr)) or name in names_read(each):
                return None
    return None


def sets_background(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement sets the background of a response in a variable."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=found), attr=apis.BACKGROUND)]):
            return found == name
    return False


def names_read(node: ast.AST) -> set[str]:
    """Return the names in an expression or statement."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def collection_lost(uses: Uses, facts: Facts) -> Lost | None:
    """Return why a collection that a function makes never runs, although it is handed on."""
    if not are_all_assigned(uses.name, uses.scope):
        return None
    given = [
        (each, around)
        for each, around in loads_of(uses, facts)
        if around is None or not is_harmless(Read(each, around), facts)
    ]
    reasons = [
        is_lost(each, around, facts) if around is not None else None for each, around in given
    ]
    return reasons[0] if reasons and all(reasons) else None
