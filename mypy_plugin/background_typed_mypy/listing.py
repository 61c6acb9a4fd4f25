"""The two listings, off by default: every task, and every task that nothing checks."""

from mypy.nodes import CallExpr, Expression, FuncItem, LambdaExpr, MemberExpr, NameExpr
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Overloaded,
    Type,
    TypeType,
    UnionType,
    get_proper_type,
)

from background_typed_mypy import internals
from background_typed_mypy.calls import DeferredCall
from background_typed_mypy.codes import TASK, UNCHECKED
from background_typed_mypy.internals import Checker
from background_typed_mypy.models import note_models
from background_typed_mypy.task_note import write_note
from background_typed_mypy.unread import unread_package


def list_task(checker: Checker, deferred: DeferredCall) -> None:
    """Note the task, and report it if the type of its callee leaves its arguments unchecked."""
    if not any(internals.is_enabled(checker, code) for code in (TASK, UNCHECKED)):
        return
    callee = deferred.direct.callee
    typ = internals.known_type(checker, callee)
    reason = why_unchecked(checker, typ) if typ is not None else None
    if reason is not None:
        name = name_of(callee)
        quoted = f'"{name}"' if name is not None else "expression"
        internals.report(
            checker,
            f"The arguments of this task are not checked: {quoted} {reason}",
            None,
            callee,
            UNCHECKED,
        )
    note_task(checker, deferred.call, callee, reason)


def note_task(
    checker: Checker, call: CallExpr, callee: Expression | None, reason: str | None
) -> None:
    """Note a call that adds a task, and why its arguments are not checked, if they are not."""
    if not internals.is_enabled(checker, TASK):
        return
    name = name_of(callee) if callee is not None else None
    internals.note(checker, write_note(name, reason, internals.place_of(call)), call, TASK)
    note_models(checker, call)


def name_of(expression: Expression) -> str | None:
    """Return what the user calls a function by, if it is short: `f`, `self.mail.send`."""
    if isinstance(expression, NameExpr):
        return expression.name
    if isinstance(expression, LambdaExpr):
        return "<lambda>"
    if isinstance(expression, MemberExpr):
        owner = name_of(expression.expr)
        return owner and f"{owner}.{expression.name}"
    if isinstance(expression, CallExpr):
        returner = name_of(expression.callee)
        return returner and f"{returner}(...)"
    return None


def why_unchecked(checker: Checker, typ: Type) -> str | None:
    """Say what about the type of a callee leaves its arguments unchecked, if anything does."""
    typ = get_proper_type(typ)
    if isinstance(typ, AnyType):
        package = unread_package(checker, typ)
        return (
            'has type "Any"'
            if package is None
            else f'comes from "{package}", which mypy cannot read'
        )
    if isinstance(typ, CallableType):
        # Without parameters there is nothing left to check.
        return "has no annotations" if typ.implicit and typ.arg_types else None
    if isinstance(typ, (Overloaded, UnionType)):
        return next(filter(None, (why_unchecked(checker, item) for item in typ.items)), None)
    if isinstance(typ, TypeType):
        return why_unchecked(checker, typ.item)
    if isinstance(typ, Instance):
        method = typ.type.get_method("__call__")
        if method is None:
            return 'has type "Any"' if typ.type.fallback_to_any else None
        if isinstance(method, FuncItem) and method.type is None and method.arg_names[1:]:
            return "has no annotations"
    return None
