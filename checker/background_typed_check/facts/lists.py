"""Lists and sets that collections are put into, and what is taken out of them again."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.scopes import Assigned, Binding, Scope


def is_new_holder(bindings: list[Binding], facts: Facts) -> bool:
    """Return whether a variable is nothing but a new list or set that has no other name."""
    match bindings:
        case [Assigned(value=value, statement=ast.AnnAssign() | ast.Assign(targets=[_])) as made]:
            is_made = facts.names.is_call_of(value, made.scope, apis.HOLDING)
            return is_made or isinstance(value, (ast.List, ast.Set))
    return False


def is_change(method: ast.AST, scope: Scope) -> bool:
    """Return whether a method of a list or set is called that returns none of its elements."""
    if not isinstance(method, ast.Attribute) or method.attr not in apis.KEEPING:
        return False
    call = scope.source.parents[method]
    return isinstance(call, ast.Call) and isinstance(scope.source.parents[call], ast.Expr)
