"""Whether a list, or another thing that a collection is put into, is never read."""

import ast
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.lists import is_change, is_new_holder
from background_typed_check.facts.meanings import Value
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.uses import is_local, loads, reads_of
from background_typed_check.facts.variables import reads_of_variable, variable_holding

LITERALS: Final = (ast.Dict, ast.List, ast.Set, ast.Tuple)
TESTS: Final = (ast.Assert, ast.If, ast.IfExp, ast.While)


def is_unread(holder: ast.AST, scope: Scope, facts: Facts) -> bool:
    """Return whether a literal is only assigned to a variable whose elements nothing reads."""
    while isinstance(holder, LITERALS):
        holder = scope.source.parents[holder]
    match holder:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            owner = scope.owner(name)
            return (
                owner is not None
                and is_local(owner)
                and all(is_looked_at(each, scope, facts) for each in loads(name, owner, facts))
            )
    return False


def is_kept_unread(call: ast.Call, scope: Scope, facts: Facts) -> bool:
    """Return whether a call only adds to a list or set whose elements nothing reads."""
    adding = call.func
    if not isinstance(adding, ast.Attribute) or not is_change(adding, scope):
        return False
    name, owner = variable_of(adding.value, scope, facts) or ("", scope)
    if not is_new_holder(owner.bindings.get(name, []), facts):
        return False
    find = reads_of if is_local(owner) else reads_of_variable
    reads = find(name, owner, facts)
    return reads is not None and all(
        is_change(around.source.parents[each], around) or is_looked_at(each, around, facts)
        for each, around in reads
    )


def variable_of(holder: ast.expr, scope: Scope, facts: Facts) -> tuple[str, Scope] | None:
    """Return the variable that an expression names, and its scope, which may be another module."""
    owner = scope.owner(holder.id) if isinstance(holder, ast.Name) else None
    if isinstance(holder, ast.Name) and owner is not None and is_local(owner):
        return holder.id, owner
    made = facts.names.resolve(holder, scope)
    name = variable_holding(made) if isinstance(made, Value) else None
    return (name, made.scope) if isinstance(made, Value) and name is not None else None


def is_looked_at(node: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether all that is done with a value is to test, count, compare or show it."""
    parent = scope.source.parents[node]
    if isinstance(parent, ast.Compare):
        return all(isinstance(each, (ast.Is, ast.IsNot)) for each in parent.ops)
    if isinstance(parent, ast.BoolOp) or (
        isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
    ):
        return isinstance(parent, ast.UnaryOp) or is_looked_at(parent, scope, facts)
    if isinstance(parent, TESTS):
        return parent.test is node
    if isinstance(parent, ast.Call) and parent.func is not node:
        return is_logged(parent, scope, facts) or facts.names.is_call_of(
            parent, scope, apis.LOOKING
        )
    return isinstance(parent, ast.FormattedValue)


def is_logged(call: ast.Call, scope: Scope, facts: Facts) -> bool:
    """Return whether a call logs what it is given: that becomes text."""
    is_named = isinstance(call.func, ast.Attribute) and call.func.attr in apis.LEVELS
    return is_named and facts.functions.name_of(call.func, scope).startswith(apis.LOGGING)
