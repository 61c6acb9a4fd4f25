"""Which calls may add tasks through something else: a helper, a method handed on, an object.

The rules find it out from the source (`background_typed_check.facts.helped`). mypy's own tree shows
of nearly all other calls that they add none.
"""

import sys
from typing import Final

from background_typed_check import apis
from mypy.nodes import (
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    MemberExpr,
    NameExpr,
    SymbolNode,
    Var,
)
from mypy.types import (
    CallableType,
    Instance,
    NoneType,
    Type,
    UnionType,
    get_proper_type,
)

from background_typed_mypy.calls import derives

# The rules may know functions of these by their names.
KNOWN: Final = apis.LIBRARIES | sys.stdlib_module_names
# What calls a function for each element at once, if it is given a `map`.
ADDING_ALL: Final = frozenset({"builtins.list", "builtins.set", "builtins.tuple"})
OURS: Final = apis.COLLECTIONS | apis.TASKS


def may_take_collection(definition: SymbolNode | None) -> bool:
    """Return whether a function has a parameter for a collection, or for a method of one."""
    function = definition.func if isinstance(definition, Decorator) else definition
    if not isinstance(function, FuncDef):
        return False
    typ = function.type
    return not isinstance(typ, CallableType) or any(map(may_be_ours, typ.arg_types))


def may_be_ours(typ: Type) -> bool:
    """Return whether a value of a type may be a collection, or a method of one."""
    proper = get_proper_type(typ)
    if isinstance(proper, UnionType):
        return any(map(may_be_ours, proper.items))
    if isinstance(proper, Instance):
        info = proper.type
        return info.is_protocol or info.fullname == "builtins.object" or derives(info, OURS)
    return not isinstance(proper, NoneType)


def may_be_helped(call: CallExpr) -> bool:
    """Return whether a call is given a collection, its method, or is made through one of them."""
    callee = call.callee
    if isinstance(callee, NameExpr) and callee.fullname in ADDING_ALL:
        mapped = call.args[0] if call.args else None
        return isinstance(mapped, CallExpr) and any(map(is_adder, mapped.args[:1]))
    if isinstance(callee, NameExpr) and isinstance(callee.node, Var):
        return callee.node.is_inferred  # perhaps `add = tasks.add_task`
    if isinstance(callee, MemberExpr) and is_made_of_ours(callee.expr):
        return True
    return any(is_ours(each) or is_adder(each) for each in call.args)


def is_made_of_ours(owner: Expression) -> bool:
    """Return whether an object may be made of a collection. A variable may hold any object."""
    if isinstance(owner, CallExpr):
        return any(map(is_ours, owner.args))
    return isinstance(owner, NameExpr) and isinstance(owner.node, Var)


def is_ours(expression: Expression) -> bool:
    """Return whether a name may be that of a collection."""
    variable = expression.node if isinstance(expression, NameExpr) else None
    if not isinstance(variable, Var):
        return False
    return variable.type is None or may_be_ours(variable.type)


def is_adder(expression: Expression) -> bool:
    """Return whether an expression is a method that adds tasks, by its name."""
    return isinstance(expression, MemberExpr) and expression.name in apis.ADDERS
