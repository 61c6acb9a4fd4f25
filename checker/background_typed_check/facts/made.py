"""Which expressions make a new collection."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.bodies import returned_values
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.scopes import Scope


def alternatives(value: ast.expr) -> list[ast.expr]:
    """Return the values that an expression chooses from: `a or b`, `a if c else b`."""
    if isinstance(value, ast.BoolOp):
        return value.values
    return [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]


def is_new_collection(value: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether an expression makes a collection, itself or by calling a function."""
    if facts.names.is_call_of(value, scope, apis.COLLECTIONS):
        return True
    functions = facts.functions.called(value.func, scope) if isinstance(value, ast.Call) else ()
    return bool(functions) and all(
        isinstance(each, Function) and makes_collections(each, facts) for each in functions
    )


def makes_collections(function: Function, facts: Facts) -> bool:
    """Return whether a function returns a new collection, made in its only `return`."""
    values, node = returned_values(function.node), function.node
    if not function.exact or facts.lazy.is_lazy(node) or len(values) != 1:
        return False
    if not isinstance(node.body[-1], ast.Return) or not facts.decorators.are_transparent(function):
        return False
    return facts.names.is_call_of(values[0], facts.scope_of(function), apis.COLLECTIONS)
