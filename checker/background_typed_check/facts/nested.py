"""Functions inside functions: where they are used, and where they are called."""

import ast
import itertools
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import around_of, body_around, statement_around
from background_typed_check.facts.bodies import called_at_once
from background_typed_check.facts.conditions import worlds_of
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode, Scope
from background_typed_check.facts.source import Source
from background_typed_check.facts.uses import is_local, loads, names_in

# How many functions may be in one another.
DEEPEST: Final = 5


def function_around(statement: ast.stmt, source: Source) -> FunctionNode | None:
    """Return the function in whose body a statement stands, None outside of functions."""
    body = body_around(statement, source)
    return body if isinstance(body, FUNCTIONS) else None


def calls_of(function: FunctionNode, source: Source, facts: Facts) -> list[ast.Call] | None:
    """Return all calls of a function inside another one, None if it is used in any other way."""
    own = facts.scopes(source).of[function]
    uses = uses_of_function(own, facts)
    if uses is None or facts.lazy.yields(function):
        return None
    found = [source.parents[each] for each in uses]
    is_async = isinstance(function, ast.AsyncFunctionDef)
    calls = [
        call
        for name, call in zip(uses, found, strict=True)
        if isinstance(call, ast.Call)
        and call.func is name
        and (facts.scopes(source).around[call] is own.parent or is_all_called(call, source))
        and isinstance(source.parents[call], ast.Await) == is_async
    ]
    return calls if len(calls) == len(found) else None


def is_all_called(call: ast.Call, source: Source) -> bool:
    """Return whether a statement makes a call at once, and no other."""
    statement = statement_around(call, source)
    return isinstance(statement, ast.Expr) and called_at_once(statement.value) is call


def is_never_used(function: FunctionNode, source: Source, facts: Facts) -> bool:
    """Return whether a function inside another one is used by nothing."""
    uses = uses_of_function(facts.scopes(source).of[function], facts)
    return uses is not None and not any(is_used(each, source, facts) for each in uses)


def is_call_reached(function: FunctionNode, inner: ast.stmt, source: Source, facts: Facts) -> bool:
    """Return whether anything may call a function inside another one such that a statement runs.

    The conditions around the statement may exclude those around each call.
    """
    outer = facts.scopes(source).of[function].parent
    if outer is None or uses_of_function(facts.scopes(source).of[function], facts) is None:
        return True
    own = facts.scopes(source).of[function]
    for world in itertools.product(worlds_of(own, facts), worlds_of(outer, facts)):
        known = world[0] | world[1]
        if len({each.name for each in known}) == len(known):  # else it is no world
            with facts.flow.assuming(known):
                if is_led_to(inner, source, facts, DEEPEST):
                    return True
    return False


def is_led_to(statement: ast.stmt, source: Source, facts: Facts, depth: int) -> bool:
    """Return whether a statement may run, by what is known about conditions now."""
    body = body_around(statement, source)
    if not facts.reaching.is_reached([*around_of(statement, body, source)], source):
        return False
    own = facts.scopes(source).of[body]
    uses = uses_of_function(own, facts)
    if uses is None or not depth:
        return True
    if any(each.name in own.bindings for each in facts.flow.known):
        return True  # there it is another name
    statements = [statement_around(each, source) for each in uses if is_used(each, source, facts)]
    return any(
        is_led_to(each, source, facts, depth - 1)
        for each in statements
        if body_around(each, source) is not body
    )


def is_used(name: ast.Name, source: Source, facts: Facts) -> bool:
    """Return whether the value of a name goes anywhere but into a variable that nobody reads."""
    match source.parents[name]:
        case ast.Assign(targets=[ast.Name() as target]):
            owner = facts.scopes(source).around[target].owner(target.id)
            return owner is None or not is_local(owner) or any(loads(target.id, owner, facts))
    return True


def uses_of_function(own: Scope, facts: Facts) -> list[ast.Name] | None:
    """Return where a function inside another one is used, None if anything may use it."""
    node, around = own.node, own.parent
    if not isinstance(node, FUNCTIONS) or around is None or not is_local(around):
        return None
    if node.decorator_list or around.bindings[node.name] != [node]:
        return None
    if any(names_in(around, apis.REACH_ALL, facts)):
        return None
    return [*loads(node.name, around, facts)]
