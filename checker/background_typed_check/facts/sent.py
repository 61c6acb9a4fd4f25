"""Which background a response has when it is returned."""

import ast
from collections.abc import Iterable
from typing import Final, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import LOOPS, TRIES, Around, around_of
from background_typed_check.facts.bodies import unawaited
from background_typed_check.facts.carriers import sets_background
from background_typed_check.facts.depends import depends_of
from background_typed_check.facts.ends import Exit
from background_typed_check.facts.made import is_new_collection
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.passed import passed_by_name
from background_typed_check.facts.responses import makes_response
from background_typed_check.facts.scopes import Parameter, Scope
from background_typed_check.facts.uses import names_in

# How many variables and functions a response may pass through.
DEEPEST: Final = 5
Backgrounds: TypeAlias = tuple[Value, ...]
"""Backgrounds of which a response has one. Empty if that is not certain."""
UNSURE: Final[Backgrounds] = ()


def backgrounds_sent(
    returned: ast.Return, scope: Scope, facts: Facts, depth: int = DEEPEST
) -> Backgrounds:
    """Return the backgrounds that what a function returns may have."""
    return backgrounds_of(returned.value, returned, scope, facts, depth)


def backgrounds_of(
    value: ast.expr | None, statement: ast.stmt, scope: Scope, facts: Facts, depth: int
) -> Backgrounds:
    """Return the backgrounds that a response may have, at the end of a statement."""
    if isinstance(value, ast.Call) and makes_response(value, scope, facts):
        background = given_background(value)
        return (Value(background, scope),) if background is not None else UNSURE
    if value is None or not depth:
        return UNSURE
    call = unawaited(value)
    if isinstance(call, ast.Call):
        functions = facts.functions.called(call.func, scope)
        found = by_functions(functions, facts, depth, awaited=value is not call)
        return tuple(given_by(call, each, scope, facts) for each in found)
    if isinstance(value, ast.Name) and scope.owner(value.id) is scope:
        return of_variable(value.id, statement, scope, facts, depth)
    return UNSURE


def of_variable(
    name: str, statement: ast.stmt, scope: Scope, facts: Facts, depth: int
) -> Backgrounds:
    """Return the backgrounds that the response in a variable may have, at a statement."""
    scopes = facts.scopes(scope.source).around
    if any(scopes[each] is not scope for each in names_in(scope, {name}, facts)):
        return UNSURE  # a function inside may change it
    around = [*around_of(statement, scope.node, scope.source)]
    if any(mentions(name, getattr(each.statement, "finalbody", [])) for each in around):
        return UNSURE
    for each in around:
        for before in reversed([] if each.are_alternatives else each.block[: each.position]):
            match before:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    return backgrounds_of(value, before, scope, facts, depth - 1)
                case ast.Assign(value=value) if sets_background(before, name):
                    return (Value(value, scope),)
            if not only_dresses(name, before, scope):
                return UNSURE
        if is_crossed_twice(each):
            return UNSURE
    match scope.bindings[name]:
        case [Parameter() as parameter]:
            return of_parameter(parameter, scope, facts, depth)
    return UNSURE


def is_crossed_twice(around: Around) -> bool:
    """Return whether other code of a statement may run before a part of it."""
    return isinstance(around.statement, (*LOOPS, *TRIES))


def only_dresses(name: str, statement: ast.stmt, scope: Scope) -> bool:
    """Return whether a statement sets no more of a response than its headers and the like."""
    parents = scope.source.parents
    return all(
        getattr(parents[each], "attr", "") in apis.OF_RESPONSES
        for each in ast.walk(statement)
        if isinstance(each, ast.Name) and each.id == name
    )


def mentions(name: str, block: list[ast.stmt]) -> bool:
    """Return whether a name is in some statements."""
    inside = (each for statement in block for each in ast.walk(statement))
    return any(isinstance(each, ast.Name) and each.id == name for each in inside)


def of_parameter(parameter: Parameter, scope: Scope, facts: Facts, depth: int) -> Backgrounds:
    """Return the backgrounds that the response may have that a dependency returns."""
    found = [*depends_of(parameter, scope.annotation_scope, facts)]
    if len(found) != 1 or found[0].on is None:
        return UNSURE
    functions = facts.functions.called(found[0].on, found[0].scope)
    return by_functions(functions, facts, depth, awaited=None)


def by_functions(
    functions: tuple[object, ...], facts: Facts, depth: int, *, awaited: bool | None
) -> Backgrounds:
    """Return the backgrounds that the response may have that a function returns.

    If it is not known whether the call is awaited, then FastAPI does what it has to.
    """
    function = functions[0] if len(functions) == 1 else None
    if not isinstance(function, Function) or not facts.functions.is_as_written(function):
        return UNSURE
    node = function.node
    is_async = isinstance(node, ast.AsyncFunctionDef)
    if facts.lazy.yields(node) or awaited not in {None, is_async}:
        return UNSURE
    ends = facts.leaving.ends_of(function)
    returns = [each.statement for each in ends.exits if not each.raises]
    found = [
        backgrounds_sent(each, facts.scope_of(function), facts, depth - 1)
        for each in returns
        if isinstance(each, ast.Return)
    ]
    if ends.goes_on or not all(found):
        return UNSURE
    return tuple(each for backgrounds in found for each in backgrounds)


def given_by(call: ast.Call, background: Value, scope: Scope, facts: Facts) -> Value:
    """Return the argument of a call that a background is in the function, if it is one."""
    node, own = background.node, background.scope
    bindings = own.bindings.get(node.id, []) if isinstance(node, ast.Name) else []
    function = facts.functions.called(call.func, scope)[0]
    if (
        not isinstance(node, ast.Name)
        or not isinstance(function, Function)
        or own.node is not function.node
        or not all(isinstance(each, Parameter) for each in bindings)
    ):
        return background
    actual = passed_by_name(call, function, scope, facts).get(node.id)
    return Value(actual, scope) if actual is not None else background


def given_background(call: ast.Call) -> ast.expr | None:
    """Return the background that a call of a response's class is given."""
    return next((each.value for each in call.keywords if each.arg == apis.BACKGROUND), None)


def is_new(background: Value, facts: Facts) -> bool:
    """Return whether a background is a task or collection that is made in the same function."""
    meaning = facts.names.resolve(*background)
    return isinstance(meaning, Value) and (
        facts.names.is_call_of(meaning.node, meaning.scope, apis.TASKS)
        or is_new_collection(*meaning, facts)
    )


def others_sent(exits: Iterable[Exit], scope: Scope, facts: Facts) -> Backgrounds | None:
    """Return the new backgrounds that the responses of a handler have, whichever it returns.

    None if a response may have none, or not one that is made by its side.
    """
    returns = [each.statement for each in exits if not each.raises]
    found = [
        backgrounds_sent(each, scope, facts) if isinstance(each, ast.Return) else UNSURE
        for each in returns
    ]
    others = tuple(each for backgrounds in found for each in backgrounds)
    return others if all(found) and all(is_new(each, facts) for each in others) else None
