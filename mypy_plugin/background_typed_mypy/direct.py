"""The one idea: a deferred call is checked as the direct call it stands for."""

from mypy.nodes import CallExpr
from mypy.types import AnyType, CallableType, Type, TypeOfAny

from background_typed_mypy import internals
from background_typed_mypy.deferred import (
    CallContext,
    DeferredCall,
    SigContext,
    UnknownCall,
    adds_task,
    take_apart,
)
from background_typed_mypy.dropped import report_dropped
from background_typed_mypy.internals import Checker
from background_typed_mypy.listing import list_task, note_task
from background_typed_mypy.never_runs import report_never_runs
from background_typed_mypy.reserved import report_reserved_names
from background_typed_mypy.returned import CALLS, report_returned_value


def default_signature(ctx: SigContext) -> CallableType:
    """Leave the call to mypy's own check."""
    return ctx.default_signature


def default_return_type(ctx: CallContext) -> Type:
    """Leave the result of the call as mypy has it."""
    return ctx.default_return_type


@internals.guard(default_signature)
def check_deferred_call(ctx: SigContext, checker: Checker) -> CallableType:
    """Check the direct call, and return a signature that leaves nothing else to check."""
    deferred = take_apart(ctx)
    if isinstance(deferred, UnknownCall):
        note_task(checker, *deferred)
    if not isinstance(deferred, DeferredCall):
        return ctx.default_signature
    callee = deferred.direct.callee
    report_reserved_names(checker, deferred)
    if isinstance(callee, CALLS):
        returned = internals.type_of_callee(checker, callee)
        # A second inference would repeat whatever the inner call does to the checker's state.
        internals.fix_type(checker, callee, returned)
        wrong = report_returned_value(checker, deferred, returned)
    else:
        wrong = False
    if not wrong:
        internals.check_call(checker, deferred.direct)
    internals.free_type(checker, callee)
    internals.watch(checker, callee)
    if not wrong:
        report_never_runs(checker, deferred)
    report_dropped(checker, deferred)
    list_task(checker, deferred)
    for actual in (callee, *deferred.direct.args):
        internals.fix_type(checker, actual, AnyType(TypeOfAny.special_form))
    return deferred.signature


@internals.guard(default_return_type)
def forget_arguments(ctx: CallContext, checker: Checker) -> Type:
    """End what `check_deferred_call` said of the arguments: another receiver may follow."""
    if isinstance(ctx.context, CallExpr) and adds_task(ctx):
        for actual in ctx.context.args:
            internals.free_type(checker, actual)
    return ctx.default_return_type
