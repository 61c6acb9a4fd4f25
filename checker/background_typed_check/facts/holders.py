"""Lists and sets that collections are put into, and what is taken out of them again."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.scopes import Assigned, Binding, Scope
from background_typed_check.facts.variables import reads_of_variable


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


def kept_unread(function: Function, facts: Facts) -> ast.expr | None:
    """Return what a function puts into a list and returns, if nothing else takes it out.

    Its last statements are `kept.append(...)` and `return kept[-1]`.
    """
    match function.node.body[-2:]:
        case [
            ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)), args=[value])),
            ast.Return(value=ast.Subscript(value=ast.Name() as read, slice=last)),
        ] if read.id == name and ast.unparse(last) == "-1":
            owner = facts.scope_of(function).owner(name)
        case _:
            return None
    if owner is None or not isinstance(owner.node, ast.Module):
        return None
    reads = reads_of_variable(name, owner, facts)
    is_only_kept = reads is not None and all(
        each is read or is_change(around.source.parents[each], around) for each, around in reads
    )
    return value if is_only_kept and is_new_holder(owner.bindings[name], facts) else None
