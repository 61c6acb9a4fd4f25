"""What is taken out of a dictionary that is written out once and never changes: `JOBS["mail"]`."""

import ast
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Value
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.variables import reads_of_variable, variable_holding

READING: Final = apis.VIEWS | {"get"}


def items_of(subscript: ast.Subscript, around: Scope, facts: Facts) -> tuple[Value, ...]:
    """Return what a subscript may take out of a dictionary, one of them for sure.

    Args:
        subscript: The expression in square brackets.
        around: The scope that it stands in.
        facts: The facts to ask.

    Returns:
        The values of the dictionary that the key may stand for, empty if that is not certain.

    """
    found = facts.names.resolve(subscript.value, around)
    if not isinstance(found, Value) or not isinstance(found.node, ast.Dict):
        return ()
    keys, scope = found.node.keys, found.scope
    names = [each.value for each in keys if isinstance(each, ast.Constant)]
    if len({*names}) < len(keys) or not is_fixed(found, facts):
        return ()
    pairs = zip(names, found.node.values, strict=True)
    key = subscript.slice
    is_known = isinstance(key, ast.Constant)
    return tuple(
        Value(each, scope)
        for name, each in pairs
        if not is_known or name == getattr(key, "value", None)
    )


def is_fixed(value: Value, facts: Facts) -> bool:
    """Return whether a dictionary is a variable of a module, and all that the tree does is read it.

    Whoever has the dictionary itself may change it.
    """
    name = variable_holding(value)
    if name is None or not isinstance(value.scope.node, ast.Module):
        return False
    reads = reads_of_variable(name, value.scope, facts)
    return reads is not None and all(is_read(*each) for each in reads)


def is_read(read: ast.expr, scope: Scope) -> bool:
    """Return whether all that is done with a dictionary is to look something up in it."""
    parents = scope.source.parents
    match parents[read]:
        case ast.Subscript(value=found, ctx=ast.Load()):
            return found is read
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[found]):
            return found is read
        case ast.Attribute(attr=name) as method:
            call = parents[method]
            return name in READING and isinstance(call, ast.Call) and call.func is method
    return False
