"""What may be a response, which may have a background of its own."""

from typing import Final

from mypy.nodes import Expression, FuncDef, TypeInfo
from mypy.types import CallableType, Instance, NoneType, Type, UnionType, get_proper_type

from background_typed_mypy.plain_calls import AWAITED, definition_before, is_known

RESPONSE: Final = "starlette.responses.Response"


def makes_response(callee: Expression) -> bool:
    """Return whether a function of the application may return a response with a background."""
    made = definition_before(callee)
    if made is None or isinstance(made, TypeInfo) or is_known(made):
        return False
    typ = made.type if isinstance(made, FuncDef) else None
    return not isinstance(typ, CallableType) or may_be_response(typ.ret_type)


def may_be_response(typ: Type | None) -> bool:
    """Return whether a type may be that of a response, now or once it is awaited."""
    proper = get_proper_type(typ) if typ is not None else None
    if isinstance(proper, UnionType):
        return any(map(may_be_response, proper.items))
    if isinstance(proper, Instance):
        inside = proper.args if proper.type.fullname in AWAITED else ()
        return any(map(may_be_response, inside[-1:])) or proper.type.has_base(RESPONSE)
    return not isinstance(proper, NoneType)
