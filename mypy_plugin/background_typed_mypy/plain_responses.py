"""What may be a response, which may have a background of its own."""

from typing import Final

from mypy.nodes import AwaitExpr, CallExpr, Expression, FuncDef, SymbolNode, TypeInfo
from mypy.types import CallableType, Instance, NoneType, Type, UnionType, get_proper_type

from background_typed_mypy.plain_calls import AWAITED, definition_before, is_known

RESPONSE: Final = "starlette.responses.Response"


def makes_response(callee: Expression) -> bool:
    """Return whether a function of the application may return a response with a background."""
    made = definition_before(callee)
    if made is None or isinstance(made, TypeInfo) or is_known(made):
        return False
    return may_return_response(made)


def may_make_response(value: Expression) -> bool:
    """Return whether an expression may make a response, which may get a background later."""
    call = value.expr if isinstance(value, AwaitExpr) else value
    if not isinstance(call, CallExpr):
        return call is not value
    made = definition_before(call.callee)
    if isinstance(made, TypeInfo):
        return is_response(made)
    return made is None or may_return_response(made)


def may_return_response(function: SymbolNode) -> bool:
    """Return whether a function may return a response, by its type."""
    typ = function.type if isinstance(function, FuncDef) else None
    return not isinstance(typ, CallableType) or may_be_response(typ.ret_type)


def may_be_response(typ: Type | None) -> bool:
    """Return whether a type may be that of a response, now or once it is awaited."""
    proper = get_proper_type(typ) if typ is not None else None
    if isinstance(proper, UnionType):
        return any(map(may_be_response, proper.items))
    if isinstance(proper, Instance):
        inside = proper.args if proper.type.fullname in AWAITED else ()
        return any(map(may_be_response, inside[-1:])) or is_response(proper.type)
    return not isinstance(proper, NoneType)


def is_response(info: TypeInfo) -> bool:
    """Return whether a class is one of responses, or may be: of a base that is unknown."""
    return info.fallback_to_any or info.has_base(RESPONSE)
