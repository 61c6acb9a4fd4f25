"""One deferred call from start to end: mypy checks the direct call, then the rules run."""

import functools
from collections.abc import Collection
from typing import Final

from background_typed_check.apis import Adder
from background_typed_check.codes import Code
from background_typed_check.facts.closing import closes_early
from background_typed_check.facts.formals import has_own_defaults
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Task
from background_typed_check.rules import RULES, Found, not_a_function, rules_without
from background_typed_check.rules.rule import About, Rule
from background_typed_check.settings import Settings
from mypy.nodes import (
    AwaitExpr,
    CallExpr,
    FuncDef,
    NameExpr,
    SymbolNode,
    TypeInfo,
    Var,
)
from mypy.types import AnyType, CallableType, Instance, NoneType, Type, TypeOfAny, get_proper_type

from background_typed_mypy import internals
from background_typed_mypy.calls import (
    CallContext,
    DeferredCall,
    SigContext,
    UnknownCall,
    adder_of,
    default_signature,
    take_apart,
)
from background_typed_mypy.codes import CODES
from background_typed_mypy.depended import Dependencies
from background_typed_mypy.helping import may_be_helped
from background_typed_mypy.internals import Checker
from background_typed_mypy.notes import list_own, list_task, note_task
from background_typed_mypy.per_file import PerFile
from background_typed_mypy.plain_callees import (
    does_work,
    is_done,
    is_run,
    stands_alone,
)
from background_typed_mypy.plain_calls import (
    definition_of,
    function_of,
    has_plain_defaults,
    makes_no_list,
    plain_callee,
    runs_nothing_later,
)
from background_typed_mypy.plain_functions import PlainFunctions
from background_typed_mypy.records import Records
from background_typed_mypy.reports import report
from background_typed_mypy.returning import is_open, may_return
from background_typed_mypy.run import Asked, Run, Verdict

NOTHING: Final[frozenset[About]] = frozenset()
COLLECTION: Final = frozenset({About.COLLECTION})
ROUND: Final = frozenset({About.ROUND})


def default_return_type(ctx: CallContext) -> Type:
    """Leave the result of the call to mypy."""
    return ctx.default_return_type


class Checks:
    """Checks the deferred calls of one run of mypy."""

    def __init__(self, records: Records, settings: Settings) -> None:
        """Take the records of what the verdicts depend on, and the settings of the project."""
        self.records = records
        self.settings = settings
        self.run = Run(settings.blocking)
        self.functions = PlainFunctions(functools.partial(self.shows, may_return), self.shows_end)
        self.callees = PerFile(self.about_callee)
        self.dependencies = Dependencies(self.run, self.rest_on, self.functions.returning)
        self.fixed: set[CallExpr] = set()
        """The calls whose arguments mypy does not look at: they have been checked."""
        self.check_deferred_call = internals.guard(default_signature)(self.check)
        self.check_helper_call = internals.guard(default_signature)(self.check_helped)
        self.forget_arguments = internals.guard(default_return_type)(self.forget)

    def check(self, ctx: SigContext, checker: Checker) -> CallableType:
        """Check the direct call, and return a signature that leaves nothing else to check."""
        adder = adder_of(ctx)
        deferred = take_apart(ctx, adder) if adder is not None else None
        if adder is None or deferred is None:
            list_own(checker, ctx)
            return ctx.default_signature
        if isinstance(deferred, UnknownCall):
            self.judge(checker, self.run.ask(checker, deferred.call, adder, 0), RULES)
            note_task(checker, *deferred)
            return ctx.default_signature
        callee = deferred.direct.callee
        is_wrong = self.report_wrong_callee(checker, deferred, adder)
        if not is_wrong:
            internals.check_call(checker, deferred.direct)
        internals.free_type(checker, callee)
        if checker.options.fine_grained_incremental:
            internals.watch(checker, internals.modules_behind(checker, callee))
        rules = rules_without(self.plain_in(checker, deferred))
        if rules:
            asked = self.run.ask(checker, deferred.call, adder, deferred.receivers)
            self.judge(checker, asked, rules, not_a_function.CODE if is_wrong else None)
        list_task(checker, deferred)
        for actual in (callee, *deferred.direct.args):
            internals.fix_type(checker, actual, AnyType(TypeOfAny.special_form))
        self.fixed.add(deferred.call)
        return deferred.signature

    def check_helped(self, ctx: SigContext, checker: Checker) -> CallableType:
        """Ask the rules about a call of a function that may add tasks for its callers."""
        call = ctx.context
        if not isinstance(call, CallExpr) or not may_be_helped(call):
            return ctx.default_signature
        found = self.run.ask_helped(checker, call)
        if isinstance(found, Asked):
            self.judge(checker, found, RULES)
        else:
            self.rest_on(checker, found)
        return ctx.default_signature

    def plain_in(self, checker: Checker, deferred: DeferredCall) -> frozenset[About]:
        """Return what is plain about a task whose direct call is checked."""
        callee = plain_callee(deferred.direct)
        definition = definition_of(checker, callee) if callee is not None else None
        found = self.callees.ask(checker, definition) if definition is not None else NOTHING
        is_kept = self.functions.keeps(checker, deferred.call)
        is_lost = is_kept and self.dependencies.decide(checker, self.functions.function)
        if is_kept and not is_lost and not closes_early(self.run.enter(checker).facts):
            found |= COLLECTION
        is_once = self.functions.calls.get(deferred.call) == 0 and makes_no_list(deferred.direct)
        if is_once or (
            definition is not None and runs_nothing_later(checker, deferred.direct, definition)
        ):
            found |= ROUND
        return found

    def about_callee(self, checker: Checker, definition: SymbolNode) -> frozenset[About]:
        """Return what is plain about the function of a task."""
        if not is_run(definition, lambda verdict, found: self.shows(verdict, checker, found)):
            return NOTHING
        found = {About.RUN}
        blocking = self.run.blockers.names
        if is_done(checker, definition, blocking, functools.partial(self.shows, does_work)):
            found.add(About.CALLEE)
        if self.needs_nothing(checker, definition):
            found.add(About.ARGUMENTS)
        return frozenset(found)

    def needs_nothing(self, checker: Checker, definition: SymbolNode) -> bool:
        """Return whether no parameter of a function is one that only FastAPI fills."""
        if isinstance(definition, TypeInfo):
            return True
        function = function_of(definition)
        if function is None:
            return self.shows(stands_alone, checker, definition)
        if not any(each.is_optional() for each in function.arg_kinds):
            return True
        # The defaults in another file may change while this file is not checked again.
        if internals.module_of(checker, definition.fullname) == checker.tree.fullname:
            return has_plain_defaults(function)
        return self.shows(has_own_defaults, checker, definition)

    def shows(self, verdict: Verdict, checker: Checker, definition: SymbolNode) -> bool:
        """Return whether the source of a function shows that something holds for it."""
        sources = self.run.sources_showing(verdict, checker, definition.fullname)
        self.rest_on(checker, sources or ())
        return sources is not None

    def shows_end(self, checker: Checker, function: FuncDef) -> bool:
        """Return whether the text of a function in another file shows that it may return."""
        source = self.run.source_of(checker, function)
        if source is None or not is_open(function, source):
            return False
        self.rest_on(checker, {source})
        return True

    def report_wrong_callee(self, checker: Checker, deferred: DeferredCall, adder: Adder) -> bool:
        """Report a callee that is not a function, and return whether that is so.

        The message of the rule is better than mypy's for the direct call.
        """
        callee = deferred.direct.callee
        is_variable = isinstance(callee, NameExpr) and isinstance(callee.node, Var)
        if not is_variable and not isinstance(callee, (AwaitExpr, CallExpr)):
            return False
        returned = internals.type_of_callee(checker, callee)
        if is_variable and not isinstance(get_proper_type(returned), (Instance, NoneType)):
            return False
        # A second inference would repeat whatever the inner call does to the checker's state.
        internals.fix_type(checker, callee, returned)
        is_partial = plain_callee(deferred.direct) is not None
        code = not_a_function.CODE
        if is_partial or not (
            internals.is_enabled(checker, CODES[code]) and self.counts(checker, code)
        ):
            return False
        asked = self.run.ask(checker, deferred.call, adder, deferred.receivers)
        if asked is None or not (found := asked.found_by(not_a_function)):
            return False
        self.report(checker, found, asked.task)
        return True

    def judge(
        self,
        checker: Checker,
        asked: Asked | None,
        rules: tuple[Rule, ...],
        reported: Code | None = None,
    ) -> None:
        """Report what the rules find and was not reported yet, and note what it depends on."""
        if asked is None:
            return
        found = [each for each in asked.found(rules) if each.code != reported]
        self.report(checker, found, asked.task)
        self.rest_on(checker, asked.sources)

    def counts(self, checker: Checker, code: Code) -> bool:
        """Return whether the project has a code count in the file that is checked."""
        return self.settings.shows(code.name, checker.tree.path)

    def report(self, checker: Checker, found: list[Found], task: Task) -> None:
        """Report what the rules found in a task, as far as it counts."""
        report(checker, [each for each in found if self.counts(checker, each.code)], task)

    def rest_on(self, checker: Checker, sources: Collection[Source]) -> None:
        """Note the files that a verdict depends on."""
        self.records.add(checker.tree.fullname, checker.tree.path, sources)
        if checker.options.fine_grained_incremental:
            internals.watch(checker, self.run.modules_of(checker, sources))

    def forget(self, ctx: CallContext, checker: Checker) -> Type:
        """Undo what was set for the arguments, because another receiver may follow."""
        if isinstance(ctx.context, CallExpr) and ctx.context in self.fixed:
            self.fixed.remove(ctx.context)
            for actual in ctx.context.args:
                internals.free_type(checker, actual)
        return ctx.default_return_type
