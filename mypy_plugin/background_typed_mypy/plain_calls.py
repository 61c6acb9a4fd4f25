"""Which direct calls are plain: a task that makes one surely runs its function.

Most tasks do. mypy's own tree shows it, for a fraction of what the rules cost.
"""

from typing import Final

from background_typed_check import apis
from mypy.nodes import (
    ARG_POS,
    BytesExpr,
    CallExpr,
    ComplexExpr,
    Decorator,
    EllipsisExpr,
    Expression,
    FloatExpr,
    FuncDef,
    IntExpr,
    ListComprehension,
    MemberExpr,
    NameExpr,
    OverloadedFuncDef,
    RefExpr,
    StrExpr,
    SymbolNode,
    TypeInfo,
    Var,
)
from mypy.types import (
    CallableType,
    FunctionLike,
    Instance,
    NoneType,
    ProperType,
    TypedDictType,
    TypeVarType,
    get_proper_type,
)

from background_typed_mypy import internals
from background_typed_mypy.calls import alternatives
from background_typed_mypy.helping import KNOWN
from background_typed_mypy.internals import Checker

RESERVED: Final = frozenset(apis.ADD_TASK.reserved)
AWAITED: Final = apis.AWAITABLES | apis.COROUTINES
# What a function may be declared to return that returns something to run.
WIDE: Final = frozenset({"builtins.function", "builtins.object", "builtins.type"})
BUILTINS: Final = "builtins."
CONSTANTS: Final = (BytesExpr, ComplexExpr, EllipsisExpr, FloatExpr, IntExpr, StrExpr)
DEFINITIONS: Final = (Decorator, FuncDef, OverloadedFuncDef, TypeInfo)


def plain_callee(direct: CallExpr) -> RefExpr | None:
    """Return the name of the function that a direct call runs in the end, if it has one."""
    callee = direct.callee
    if not RESERVED.isdisjoint(direct.arg_names):
        return None
    if isinstance(callee, CallExpr):
        made = callee.callee
        if not isinstance(made, RefExpr) or made.fullname not in apis.PARTIALS:
            return None
        if not callee.args or callee.arg_kinds[0] is not ARG_POS:
            return None
        callee = callee.args[0]
    return callee if isinstance(callee, RefExpr) else None


def definition_of(checker: Checker, callee: RefExpr) -> SymbolNode | None:
    """Return what defines the function that a name refers to, None if that is not certain.

    mypy must have checked the call.
    """
    found = callee.node
    if found is None:
        typ = internals.known_type(checker, callee)
        typ = get_proper_type(typ) if typ is not None else None
        items = typ.items if isinstance(typ, FunctionLike) else []
        found = items[0].definition if items else None
        if found is None or not isinstance(callee, MemberExpr) or found.name != callee.name:
            return None
    return found if isinstance(found, DEFINITIONS) and not is_known(found) else None


def definition_before(callee: Expression) -> SymbolNode | None:
    """Return what defines a function, also before mypy checks the call; None if unknown."""
    found = callee.node if isinstance(callee, RefExpr) else None
    if found is None and isinstance(callee, MemberExpr) and isinstance(callee.expr, NameExpr):
        owner = class_before(callee.expr.node)
        symbol = owner.get(callee.name) if owner is not None else None
        found = symbol.node if symbol is not None else None
    return found if isinstance(found, DEFINITIONS) else None


def class_before(owner: SymbolNode | None) -> TypeInfo | None:
    """Return the class of a variable, or the class itself that has the methods."""
    if isinstance(owner, TypeInfo):
        return owner
    typ = get_proper_type(owner.type) if isinstance(owner, Var) and owner.type else None
    if isinstance(typ, TypedDictType):
        return typ.fallback.type
    return typ.type if isinstance(typ, Instance) else None


def is_known(definition: SymbolNode) -> bool:
    """Return whether the rules may know something by its name."""
    return definition.fullname.partition(".")[0] in KNOWN


def is_plain(definition: SymbolNode) -> bool:
    """Return whether Starlette surely runs all of a function as a task."""
    if isinstance(definition, OverloadedFuncDef):
        definition = definition.impl or definition
    if not isinstance(definition, FuncDef) or definition.is_decorated:
        return False
    if definition.is_generator or definition.is_async_generator:
        return False
    return definition.is_coroutine or returns_neither(definition)


def function_of(definition: SymbolNode) -> FuncDef | None:
    """Return the function that gets the arguments of a call as they are, if there is one."""
    if isinstance(definition, OverloadedFuncDef):
        definition = definition.impl or definition
    if isinstance(definition, Decorator) and (
        definition.func.is_class or definition.func.is_static
    ):
        return definition.func
    return definition if isinstance(definition, FuncDef) and not definition.is_decorated else None


def has_plain_defaults(function: FuncDef) -> bool:
    """Return whether each default of a function in the file that is checked is plain."""
    return not any(
        isinstance(each.initializer, (CallExpr, RefExpr)) and not is_builtin(each.initializer)
        for each in function.arguments
    )


def makes_no_list(direct: CallExpr) -> bool:
    """Return whether no argument of a task is a list that a loop makes in the call itself."""
    return not any(isinstance(each, ListComprehension) for each in direct.args)


def runs_nothing_later(checker: Checker, direct: CallExpr, definition: SymbolNode) -> bool:
    """Return whether all that a task is given has its value when it is added, in any loop."""
    is_local = internals.module_of(checker, definition.fullname) is None
    given = [*direct.args, *(direct.callee.args[1:] if isinstance(direct.callee, CallExpr) else ())]
    return not is_local and all(is_value(checker, each) for each in given)


def is_value(checker: Checker, expression: Expression) -> bool:
    """Return whether an expression is evaluated now, and nothing in its value runs later."""
    if isinstance(expression, CONSTANTS):
        return True
    typ = internals.known_type(checker, expression) if isinstance(expression, RefExpr) else None
    typ = get_proper_type(typ) if typ is not None else None
    return isinstance(typ, Instance) and not typ.args and typ.type.get("__call__") is None


def is_builtin(expression: Expression) -> bool:
    """Return whether an expression is `None`, `True` or the like."""
    return isinstance(expression, NameExpr) and expression.fullname.startswith(BUILTINS)


def returns_neither(function: FuncDef) -> bool:
    """Return whether a function is annotated to return nothing that somebody would have to run."""
    typ = function.type
    if not isinstance(typ, CallableType) or typ.implicit:
        return False
    return all(map(is_narrow, alternatives(get_proper_type(typ.ret_type))))


def is_narrow(typ: ProperType) -> bool:
    """Return whether nothing of a type can be run: coroutines, threads, functions, objects."""
    if isinstance(typ, TypeVarType):
        bound = get_proper_type(typ.upper_bound)
        return isinstance(bound, Instance) and bound.type.fullname not in AWAITED
    return isinstance(typ, NoneType) or (
        isinstance(typ, Instance)
        and typ.type.fullname.startswith(BUILTINS)
        and typ.type.fullname not in WIDE
    )
