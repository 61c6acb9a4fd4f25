"""What calling an expression certainly returns, by the definitions of which it runs one."""

from collections.abc import Collection
from enum import Enum
from typing import Final, NamedTuple, TypeGuard

from mypy.nodes import (
    NOT_ABSTRACT,
    CallExpr,
    Decorator,
    Expression,
    ExpressionStmt,
    FuncBase,
    FuncDef,
    MemberExpr,
    NameExpr,
    OverloadedFuncDef,
    RefExpr,
    ReturnStmt,
    Statement,
    StrExpr,
    SymbolNode,
    TypeInfo,
)
from mypy.types import CallableType, Instance, ProperType, Type, UnionType, get_proper_type

from background_typed_mypy import internals
from background_typed_mypy.bindings import is_rebound, marks_coroutine_functions, only_value
from background_typed_mypy.deferred import class_of
from background_typed_mypy.internals import Checker

COROUTINES: Final = {"typing.Coroutine", "types.CoroutineType"}
AWAITABLES: Final = {"typing.Awaitable"}
ITERABLES: Final = {"typing.Iterable", "typing.AsyncIterable"}
CACHED: Final = "functools._lru_cache_wrapper"
CONTEXT_MANAGERS: Final = {"contextlib._GeneratorContextManager"}
ASYNC_CONTEXT_MANAGERS: Final = {"contextlib._AsyncGeneratorContextManager"}
PLAIN_MAKERS: Final = {"builtins.object.__new__", "builtins.type.__call__"}
WRAPS: Final = {"functools.wraps"}


class Returned(Enum):
    """What a call returns of which nothing has run yet."""

    GENERATOR = "generator"
    ASYNC_GENERATOR = "async generator"
    CONTEXT_MANAGER = "context manager"
    ASYNC_CONTEXT_MANAGER = "async context manager"
    COROUTINE = "coroutine"
    COROUTINE_OF_SYNC = "coroutine of a function that is no coroutine function"


class Definition(NamedTuple):
    """The definition of a function, and how sure it is that this one runs."""

    function: FuncDef
    decorator: Decorator | None
    """What stands around the function, if it is decorated."""
    exact: bool
    """Whether no subclass can have overridden it."""


def followed(checker: Checker, expression: Expression) -> Expression:
    """Return the value of a name that this file binds once, or else the expression itself."""
    passed: list[Expression] = []
    while (
        isinstance(expression, NameExpr)
        and expression not in passed
        and expression.node is not None
        and internals.is_here(checker, expression.node)
        and (value := only_value(checker.tree, expression)) is not None
    ):
        passed.append(expression)
        expression = value
    return expression


def returned_by(
    checker: Checker, callee: Expression, types: list[ProperType], *, inferred: bool
) -> Returned | None:
    """Return what calling the expression returns, if that is certain.

    `types` is its type, if known, a union as its items. The types of the expressions inside it
    count only if mypy has just inferred them: others may be forgotten, or not be known yet.
    """
    if types and all(map(caches_coroutines, types)):
        return Returned.COROUTINE_OF_SYNC
    definitions = definitions_of(checker, callee, types, inferred=inferred)
    if any(is_rebound(checker.tree, each.decorator or each.function) for each in definitions):
        return None
    found = {returned_by_definition(checker, each, types) for each in definitions}
    returned = found.pop() if len(found) == 1 else None
    if returned is Returned.COROUTINE_OF_SYNC and marks_coroutine_functions(checker.tree):
        return None
    return returned


def definitions_of(
    checker: Checker, callee: Expression, types: list[ProperType], *, inferred: bool
) -> list[Definition]:
    """Return the definitions of which calling the expression runs one, or none if unsure."""
    if isinstance(callee, RefExpr) and isinstance(callee.node, (FuncBase, Decorator)):
        return certain([(callee.node, True)])
    made = class_made_by(callee)
    if made is not None:
        return certain([(attribute(made, "__call__"), True)])
    if types and all(isinstance(typ, Instance) for typ in types):
        return certain([(attribute(class_of(typ), "__call__"), False) for typ in types])
    if not isinstance(callee, MemberExpr):
        return []
    owner = followed(checker, callee.expr)
    made = class_made_by(owner)
    if made is None and isinstance(owner, RefExpr) and isinstance(owner.node, TypeInfo):
        made = owner.node
    if made is not None:
        return certain([(attribute(made, callee.name), True)])
    owners = types_of(checker, callee.expr) if inferred else []
    return certain([(attribute(class_of(typ), callee.name), False) for typ in owners])


def certain(candidates: list[tuple[SymbolNode | None, bool]]) -> list[Definition]:
    """Return the definitions if each of the candidates is one whose body is the last word."""
    definitions = []
    for candidate, exact in candidates:
        node = candidate.impl if isinstance(candidate, OverloadedFuncDef) else candidate
        decorator = node if isinstance(node, Decorator) else None
        function = decorator.func if decorator is not None else node
        if (
            not isinstance(function, FuncDef)
            or function.is_property
            or function.abstract_status != NOT_ABSTRACT
            or (function.info and function.info.is_protocol)
        ):
            return []
        final = function.is_final or (bool(function.info) and function.info.is_final)
        definitions.append(Definition(function, decorator, exact or final))
    return definitions


def class_made_by(expression: Expression) -> TypeInfo | None:
    """Return the class of which the expression is a new instance, and of no subclass."""
    if not isinstance(expression, CallExpr) or not isinstance(expression.callee, RefExpr):
        return None
    info = expression.callee.node
    if not isinstance(info, TypeInfo) or expression.analyzed is not None:
        return None
    meta = info.metaclass_type.type.get("__call__") if info.metaclass_type is not None else None
    makers = {maker.fullname for maker in (info.get("__new__"), meta) if maker is not None}
    return info if makers <= PLAIN_MAKERS else None


def attribute(info: TypeInfo | None, name: str) -> SymbolNode | None:
    """Return what a class has under a name."""
    if info is None or info.fallback_to_any:
        return None  # a base that mypy does not know may have it
    symbol = info.get(name)
    return symbol.node if symbol is not None else None


def types_of(checker: Checker, expression: Expression) -> list[ProperType]:
    """Return the type that was inferred for an expression, a union as its items."""
    typ = get_proper_type(internals.known_type(checker, expression))
    if isinstance(typ, UnionType):
        return [get_proper_type(item) for item in typ.items]
    return [] if typ is None else [typ]


def is_instance(typ: Type | None, names: set[str]) -> bool:
    """Say if a type is one of the classes of these names."""
    typ = get_proper_type(typ)
    return isinstance(typ, Instance) and typ.type.fullname in names


def refers_to(expression: Expression, names: Collection[str]) -> TypeGuard[RefExpr]:
    """Say if an expression is one of the functions or classes of these names."""
    return isinstance(expression, RefExpr) and expression.fullname in names


def is_call_of(expression: Expression | None, names: Collection[str]) -> TypeGuard[CallExpr]:
    """Say if an expression is a call of one of the functions or classes of these names."""
    return isinstance(expression, CallExpr) and refers_to(expression.callee, names)


def returned_by_definition(
    checker: Checker, definition: Definition, types: list[ProperType]
) -> Returned | None:
    """Return what a call returns that runs this definition, if that is certain."""
    function, decorator, exact = definition
    here = internals.is_here(checker, function)
    if decorator is not None and (decorator.decorators or not here):
        # Of an imported function the cache keeps that it is decorated, and not by what.
        return returned_by_decorated(checker, definition, types)
    if function.is_generator:
        if not exact and is_instance(result_of(function.type), ITERABLES):
            return None  # a subclass may well return a list
        return Returned.ASYNC_GENERATOR if function.is_async_generator else Returned.GENERATOR
    if function.is_coroutine:
        return Returned.COROUTINE
    if exact and not internals.is_in_stub(checker, function):
        result = result_of(function.type)
        if is_instance(result, COROUTINES) or (
            here and is_instance(result, AWAITABLES) and returns_coroutines_only(checker, function)
        ):
            return Returned.COROUTINE_OF_SYNC
    return None


def returned_by_decorated(
    checker: Checker, definition: Definition, types: list[ProperType]
) -> Returned | None:
    """Return what a decorated function returns, for decorators of which that is certain."""
    function, decorator, exact = definition
    results = [result_of(typ) for typ in types]
    if function.is_generator and results:
        if all(is_instance(result, CONTEXT_MANAGERS) for result in results):
            return Returned.CONTEXT_MANAGER
        if all(is_instance(result, ASYNC_CONTEXT_MANAGERS) for result in results):
            return Returned.ASYNC_CONTEXT_MANAGER
    if (
        function.is_coroutine
        and not function.is_generator
        and exact
        and decorator is not None
        and internals.is_here(checker, function)
        and len(decorator.decorators) == 1
        and returns_plain_wrapper(checker, decorator.decorators[0])
    ):
        return Returned.COROUTINE_OF_SYNC
    return None


def caches_coroutines(typ: ProperType) -> bool:
    """Say if a type is that of `functools.cache` around a function that returns coroutines."""
    return (
        isinstance(typ, Instance)
        and typ.type.fullname == CACHED
        and is_instance(typ.args[0], COROUTINES)
    )


def result_of(typ: Type | None) -> Type | None:
    """Return the return type of a function."""
    typ = get_proper_type(typ)
    return typ.ret_type if isinstance(typ, CallableType) else None


def returns_coroutines_only(checker: Checker, function: FuncDef) -> bool:
    """Say if each `return` of a function is a call of a coroutine function, to be seen here."""
    values = internals.returned_values(function)
    callees = [value.callee for value in values if isinstance(value, CallExpr)]
    for callee in callees:
        internals.watch(checker, callee)
    return len(callees) == len(values) > 0 and all(
        returned_by(checker, callee, [], inferred=False) is Returned.COROUTINE for callee in callees
    )


def returns_plain_wrapper(checker: Checker, decorator: Expression) -> bool:
    """Say if a decorator is seen to return a plain function that only returns a call of its own.

    Such a wrapper is no coroutine function, also with `functools.wraps`, so that nobody awaits
    what it returns.
    """
    function = decorator.node if isinstance(decorator, NameExpr) else None
    if not isinstance(function, FuncDef) or len(function.arguments) != 1 or is_lazy(function):
        return False
    if not internals.is_here(checker, function) or is_rebound(checker.tree, function):
        return False
    *others, last = function.body.body
    inner = [node for node in others if not is_docstring(node)]
    if len(inner) != 1 or not isinstance(last, ReturnStmt) or not isinstance(last.expr, NameExpr):
        return False  # more than a docstring, one definition and its return
    wrapper = inner[0].func if isinstance(inner[0], Decorator) else inner[0]
    if not isinstance(wrapper, FuncDef) or is_lazy(wrapper) or last.expr.name != wrapper.name:
        return False
    if isinstance(inner[0], Decorator) and not all(
        is_call_of(decorator, WRAPS) for decorator in inner[0].decorators
    ):
        return False
    wrapped = function.arguments[0].variable
    calls = [
        value.callee for value in internals.returned_values(wrapper) if isinstance(value, CallExpr)
    ]
    uses = [
        name
        for name in internals.subexpressions(wrapper.body)
        if isinstance(name, NameExpr) and name.node is wrapped
    ]
    return bool(uses) and all(use in calls for use in uses)


def is_docstring(statement: Statement) -> bool:
    """Say if a statement does nothing but document."""
    return isinstance(statement, ExpressionStmt) and isinstance(statement.expr, StrExpr)


def is_lazy(function: FuncDef) -> bool:
    """Say if calling a function runs nothing of its body."""
    return function.is_generator or function.is_coroutine
