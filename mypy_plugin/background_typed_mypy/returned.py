"""The rule of the returned value: a task is a function, not what calling it returned."""

from typing import Final

from mypy.nodes import AwaitExpr, CallExpr
from mypy.types import (
    Instance,
    LiteralType,
    NoneType,
    TupleType,
    Type,
    TypedDictType,
    UnionType,
    get_proper_type,
)

from background_typed_mypy import internals
from background_typed_mypy.codes import NEVER_RUNS
from background_typed_mypy.deferred import DeferredCall
from background_typed_mypy.internals import Checker
from background_typed_mypy.never_runs import Search, Task
from background_typed_mypy.words import deferring, name_of_adder, quoted_name

CALLS: Final = (CallExpr, AwaitExpr)


def report_returned_value(checker: Checker, deferred: DeferredCall, returned: Type) -> bool:
    """Report `add_task(f(a))` where `f` returns nothing that can be called.

    `run_in_threadpool` calls it after the response, and Python raises TypeError
    (`starlette.background.BackgroundTask.__call__`).
    """
    callee = deferred.direct.callee
    call = callee.expr if isinstance(callee, AwaitExpr) else callee
    if not internals.is_enabled(checker, NEVER_RUNS):
        return False  # mypy's own words are better than none
    if not isinstance(call, CallExpr) or can_be_called(returned):
        return False  # `await task` awaits no call; a call may well return the function
    adder = name_of_adder(deferred.call)
    returner = quoted_name(call.callee, "the call")
    shown = internals.shown_type(checker, returned)
    correction = None if deferred.direct.args else deferring(checker, adder, call)
    instead = f"Pass the function and its arguments: {correction or f'{adder}(function, ...)'}"
    problem = Search(checker, adder).problem_of(Task(call))
    internals.report(
        checker,
        f"The task is what {returner} returned ({shown}), not a function: "
        "it cannot be called, so it raises TypeError after the response",
        # Passing a generator function would be the next mistake.
        instead if problem is None else problem.instead,
        callee,
        NEVER_RUNS,
    )
    return True


def can_be_called(typ: Type) -> bool:
    """Say if a value of that type may be callable: not, only if that is certain."""
    typ = get_proper_type(typ)
    if isinstance(typ, UnionType):
        return any(map(can_be_called, typ.items))
    if isinstance(typ, (NoneType, TypedDictType)):
        return False
    if isinstance(typ, LiteralType):
        typ = typ.fallback
    elif isinstance(typ, TupleType):
        typ = typ.partial_fallback
    if not isinstance(typ, Instance):
        return True
    return typ.type.get("__call__") is not None or typ.type.fallback_to_any
