"""Functions inside functions: where they are used, and where they are called."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import body_around
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode, Scope
from background_typed_check.facts.source import Source
from background_typed_check.facts.uses import is_local, loads, names_in


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
        and facts.scopes(source).around[call] is own.parent
        and isinstance(source.parents[call], ast.Await) == is_async
    ]
    return calls if len(calls) == len(found) else None


def is_never_used(function: FunctionNode, source: Source, facts: Facts) -> bool:
    """Return whether a function inside another one is used by nothing."""
    uses = uses_of_function(facts.scopes(source).of[function], facts)
    return uses is not None and not any(is_used(each, source, facts) for each in uses)


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
