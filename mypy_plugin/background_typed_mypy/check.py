"""One deferred call from start to end: the direct call as mypy checks it, then the rules."""

import os

from background_typed_check.rules import Found, not_a_function, reserved_names
from background_typed_check.rules.rule import Code
from mypy.nodes import AwaitExpr, CallExpr
from mypy.types import AnyType, CallableType, Type, TypeOfAny

from background_typed_mypy import internals
from background_typed_mypy.calls import (
    CallContext,
    DeferredCall,
    SigContext,
    UnknownCall,
    adder_of,
    take_apart,
)
from background_typed_mypy.codes import CODES, error_code
from background_typed_mypy.internals import Checker
from background_typed_mypy.listing import list_task, note_task
from background_typed_mypy.places import expression_at
from background_typed_mypy.records import Records
from background_typed_mypy.run import Asked, Run


def default_signature(ctx: SigContext) -> CallableType:
    """Leave the call to mypy's own check."""
    return ctx.default_signature


def default_return_type(ctx: CallContext) -> Type:
    """Leave the result of the call as mypy has it."""
    return ctx.default_return_type


class Checks:
    """Checks the deferred calls of one run of mypy."""

    def __init__(self, records: Records) -> None:
        """Take where to note what the verdicts rest on."""
        self.records = records
        self.run = Run()
        self.check_deferred_call = internals.guard(default_signature)(self.check)
        self.forget_arguments = internals.guard(default_return_type)(self.forget)

    def check(self, ctx: SigContext, checker: Checker) -> CallableType:
        """Check the direct call, and return a signature that leaves nothing else to check."""
        adder = adder_of(ctx)
        deferred = take_apart(ctx, adder) if adder is not None else None
        if adder is None or deferred is None:
            return ctx.default_signature  # a method of another class, or an override
        receivers = deferred.receivers if isinstance(deferred, DeferredCall) else 0
        asked = self.run.ask(checker, deferred.call, adder, receivers)
        if isinstance(deferred, UnknownCall):
            self.judge(checker, asked, set())
            note_task(checker, *deferred)
            return ctx.default_signature
        callee = deferred.direct.callee
        reported = self.check_direct_call(checker, deferred, asked)
        if checker.options.fine_grained_incremental:
            internals.watch(checker, internals.modules_behind(checker, callee))
        self.judge(checker, asked, reported)
        list_task(checker, deferred)
        for actual in (callee, *deferred.direct.args):
            internals.fix_type(checker, actual, AnyType(TypeOfAny.special_form))
        return deferred.signature

    def check_direct_call(
        self, checker: Checker, deferred: DeferredCall, asked: Asked | None
    ) -> set[Code]:
        """Let mypy check the direct call, unless a rule has the better word for it.

        Returns the codes of what was reported before that, or instead.
        """
        callee = deferred.direct.callee
        found = asked.found_by(reserved_names) if asked is not None else []
        is_wrong = False
        if isinstance(callee, (AwaitExpr, CallExpr)):
            returned = internals.type_of_callee(checker, callee)
            # A second inference would repeat whatever the inner call does to the checker's state.
            internals.fix_type(checker, callee, returned)
            code = CODES[not_a_function.CODE]
            if asked is not None and internals.is_enabled(checker, code):
                wrong = asked.found_by(not_a_function)
                found += wrong
                is_wrong = bool(wrong)
        report(checker, found)
        if not is_wrong:
            internals.check_call(checker, deferred.direct)
        internals.free_type(checker, callee)
        return {each.code for each in found}

    def judge(self, checker: Checker, asked: Asked | None, reported: set[Code]) -> None:
        """Report what the rules find, and note what that rests on."""
        if asked is None:
            return
        report(checker, [each for each in asked.found() if each.code not in reported])
        tree = checker.tree
        self.records.add(tree.fullname, os.path.abspath(tree.path), asked.sources)
        if checker.options.fine_grained_incremental:
            internals.watch(checker, self.run.modules_of(checker, asked.sources))

    def forget(self, ctx: CallContext, checker: Checker) -> Type:
        """End what was said of the arguments: another receiver may follow."""
        if isinstance(ctx.context, CallExpr) and adder_of(ctx) is not None:
            for actual in ctx.context.args:
                internals.free_type(checker, actual)
        return ctx.default_return_type


def report(checker: Checker, found: list[Found]) -> None:
    """Report what the rules found, and what to write instead."""
    for code, problem in found:
        at = expression_at(problem.at)
        internals.report(checker, problem.why, problem.instead, at, error_code(code))
