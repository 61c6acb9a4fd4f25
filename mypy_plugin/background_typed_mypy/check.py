"""One deferred call from start to end: mypy checks the direct call, then the rules run."""

from background_typed_check.codes import Code
from background_typed_check.rules import Found, not_a_function
from mypy.nodes import AwaitExpr, CallExpr
from mypy.plugin import MethodSigContext
from mypy.types import AnyType, CallableType, Type, TypeOfAny

from background_typed_mypy import internals
from background_typed_mypy.calls import (
    CallContext,
    DeferredCall,
    SigContext,
    UnknownCall,
    adder_of,
    default_signature,
    is_override,
    take_apart,
)
from background_typed_mypy.codes import CODES, error_code
from background_typed_mypy.internals import Checker
from background_typed_mypy.notes import list_task, note_task
from background_typed_mypy.places import expression_at
from background_typed_mypy.records import Records
from background_typed_mypy.run import Asked, Run


def default_return_type(ctx: CallContext) -> Type:
    """Leave the result of the call to mypy."""
    return ctx.default_return_type


class Checks:
    """Checks the deferred calls of one run of mypy."""

    def __init__(self, records: Records) -> None:
        """Take the records of what the verdicts depend on."""
        self.records = records
        self.run = Run()
        self.check_deferred_call = internals.guard(default_signature)(self.check)
        self.forget_arguments = internals.guard(default_return_type)(self.forget)

    def check(self, ctx: SigContext, checker: Checker) -> CallableType:
        """Check the direct call, and return a signature that leaves nothing else to check."""
        adder = adder_of(ctx)
        deferred = take_apart(ctx, adder) if adder is not None else None
        if adder is None or deferred is None:
            call = ctx.context
            if (
                isinstance(ctx, MethodSigContext)
                and isinstance(call, CallExpr)
                and is_override(ctx)
            ):
                note_task(checker, call, None, None)
            return ctx.default_signature
        receivers = deferred.receivers if isinstance(deferred, DeferredCall) else 0
        asked = self.run.ask(checker, deferred.call, adder, receivers)
        if isinstance(deferred, UnknownCall):
            self.judge(checker, asked)
            note_task(checker, *deferred)
            return ctx.default_signature
        callee = deferred.direct.callee
        is_wrong = self.report_wrong_callee(checker, deferred, asked)
        if not is_wrong:
            internals.check_call(checker, deferred.direct)
        internals.free_type(checker, callee)
        if checker.options.fine_grained_incremental:
            internals.watch(checker, internals.modules_behind(checker, callee))
        self.judge(checker, asked, not_a_function.CODE if is_wrong else None)
        list_task(checker, deferred)
        for actual in (callee, *deferred.direct.args):
            internals.fix_type(checker, actual, AnyType(TypeOfAny.special_form))
        return deferred.signature

    def report_wrong_callee(
        self, checker: Checker, deferred: DeferredCall, asked: Asked | None
    ) -> bool:
        """Report a callee that is not a function, and return whether that is so.

        The message of the rule is better than mypy's for the direct call.
        """
        callee = deferred.direct.callee
        if not isinstance(callee, (AwaitExpr, CallExpr)):
            return False
        returned = internals.type_of_callee(checker, callee)
        # A second inference would repeat whatever the inner call does to the checker's state.
        internals.fix_type(checker, callee, returned)
        code = CODES[not_a_function.CODE]
        if asked is None or not internals.is_enabled(checker, code):
            return False
        found = asked.found_by(not_a_function)
        report(checker, found)
        return bool(found)

    def judge(self, checker: Checker, asked: Asked | None, reported: Code | None = None) -> None:
        """Report what the rules find and was not reported yet, and note what it depends on."""
        if asked is None:
            return
        report(checker, [each for each in asked.found() if each.code != reported])
        self.records.add(checker.tree.fullname, asked.task.source.path, asked.sources)
        if checker.options.fine_grained_incremental:
            internals.watch(checker, self.run.modules_of(checker, asked.sources))

    def forget(self, ctx: CallContext, checker: Checker) -> Type:
        """Undo what was set for the arguments, because another receiver may follow."""
        if isinstance(ctx.context, CallExpr) and adder_of(ctx) is not None:
            for actual in ctx.context.args:
                internals.free_type(checker, actual)
        return ctx.default_return_type


def report(checker: Checker, found: list[Found]) -> None:
    """Report what the rules found, and what to write instead."""
    for code, problem in found:
        at = expression_at(problem.at)
        internals.report(checker, problem.why, problem.instead, at, error_code(code))
