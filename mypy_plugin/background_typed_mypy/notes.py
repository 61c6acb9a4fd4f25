"""The notes on request about each task: that it is one, and whether it is checked."""

from background_typed_check.reasons import Reason
from background_typed_check.wording import words_of
from mypy.nodes import CallExpr, Context, Expression, LambdaExpr, MemberExpr, NameExpr
from mypy.plugin import MethodSigContext

from background_typed_mypy import internals
from background_typed_mypy.calls import DeferredCall, SigContext, is_override, taken_by_own
from background_typed_mypy.codes import TASK, UNCHECKED, WIRE
from background_typed_mypy.internals import Checker
from background_typed_mypy.misjudged import misjudged_in
from background_typed_mypy.why_unchecked import why_blind, why_unchecked
from background_typed_mypy.wire import Kind, Told, settled


def list_task(checker: Checker, deferred: DeferredCall) -> None:
    """Note the task, and report it if the type of its callee leaves its arguments unchecked."""
    if not any(internals.is_enabled(checker, code) for code in (TASK, UNCHECKED, WIRE)):
        return
    callee = deferred.direct.callee
    typ = internals.known_type(checker, callee)
    told = why_unchecked(checker, typ) if typ is not None else None
    reason = settled(told, checker.modules)
    report_unchecked(checker, callee, reason)
    if reason is None and internals.is_enabled(checker, WIRE):
        types = [internals.known_type(checker, each) for each in deferred.direct.args]
        told = why_blind(checker, types)
    note_task(checker, deferred.call, callee, told)


def list_own(checker: Checker, ctx: SigContext) -> None:
    """Note a task that a collection adds in its own way, and report it if nothing checks it."""
    call = ctx.context
    # In a decorator nothing is called.
    if isinstance(ctx, MethodSigContext) and isinstance(call, CallExpr) and is_override(ctx):
        callee, reason = taken_by_own(ctx)
        report_unchecked(checker, callee or call, reason)
        note_task(checker, call, callee, reason)
    elif internals.is_enabled(checker, WIRE):
        tell(checker, Kind.OTHER, call)


def report_unchecked(checker: Checker, callee: Expression, reason: Reason | None) -> None:
    """Report that the arguments of a task are not checked, if there is a reason for it."""
    if reason is not None:
        internals.report(
            checker,
            "The arguments of this task are not checked: "
            f"{words_of(reason, quoted(name_of(callee)))}",
            None,
            callee,
            UNCHECKED,
        )


def note_task(
    checker: Checker, call: CallExpr, callee: Expression | None, told: Reason | None
) -> None:
    """Note a call that adds a task, and the reason if its arguments are not checked."""
    name = name_of(callee) if callee is not None else None
    if internals.is_enabled(checker, TASK):
        reason = settled(told, checker.modules)
        state = f"not checked, {words_of(reason, 'it')}" if reason is not None else "checked"
        internals.note(checker, f"Background task {quoted(name)}: {state}", call, TASK)
    if internals.is_enabled(checker, WIRE):
        tell(checker, Kind.TASK, call, name, told)
        for kind, each in misjudged_in(checker, call):
            tell(checker, kind, each)


def quoted(name: str | None) -> str:
    """Return the name of a callee in quotes, or the word for one without a short name."""
    return f'"{name}"' if name is not None else "expression"


def tell(
    checker: Checker,
    kind: Kind,
    at: Context,
    callee: str | None = None,
    reason: Reason | None = None,
) -> None:
    """Tell the command about something in the source."""
    internals.tell(checker, Told(kind, internals.span_of(at), callee, reason), at)


def name_of(expression: Expression) -> str | None:
    """Return the user's name for a function, if it is short: `f`, `self.mail.send`."""
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
