"""The rule of the tasks that never run: the call type-checks, and the work does not happen.

After the response `starlette.background.BackgroundTask.__call__` awaits what a coroutine function
returns (`starlette._utils.is_async_callable`). Anything else it calls in a worker thread, where it
drops what comes back: a generator that nobody iterates over, a coroutine that nobody awaits.
"""

from collections.abc import Collection
from typing import Final, NamedTuple

from mypy.nodes import ARG_POS, CallExpr, ConditionalExpr, Expression, LambdaExpr

from background_typed_mypy import internals
from background_typed_mypy.codes import NEVER_RUNS
from background_typed_mypy.deferred import DeferredCall
from background_typed_mypy.definitions import (
    COROUTINES,
    Returned,
    followed,
    is_call_of,
    is_instance,
    refers_to,
    returned_by,
    types_of,
)
from background_typed_mypy.internals import Checker
from background_typed_mypy.words import calling, deferring, name_of_adder, quoted_name

PARTIAL: Final = {"functools.partial"}
# Coroutine functions that call their first argument in a worker thread, whatever it is, with the
# keyword arguments that they keep to themselves.
FORWARDERS: Final[dict[str, set[str | None]]] = {
    "anyio.to_thread.run_sync": {"abandon_on_cancel", "cancellable", "limiter"},
    "asyncio.threads.to_thread": set(),
    "starlette.concurrency.run_in_threadpool": set(),
}
# Functions that put a coroutine on the running event loop: in a worker thread there is none.
LOOP_SEEKERS: Final = {
    "asyncio.tasks.create_task",
    "asyncio.tasks.ensure_future",
    "asyncio.tasks.gather",
}

# Why the work never happens, and what to write instead, by what the call returns.
PROBLEMS: Final = {
    Returned.GENERATOR: (
        (
            "{name} is a generator function: the task makes a generator that nobody iterates over, "
            "so its body never runs"
        ),
        "Run it to its end: {adder}(list, {call})",
    ),
    Returned.ASYNC_GENERATOR: (
        (
            "{name} is an async generator function: the task makes an async generator that nobody "
            "iterates over, so its body never runs"
        ),
        'Add an "async def" that iterates over it: async for _ in {call}: ...',
    ),
    Returned.CONTEXT_MANAGER: (
        "{name} returns a context manager that nobody enters, so its body never runs",
        'Add a "def" that enters it: with {call}: ...',
    ),
    Returned.ASYNC_CONTEXT_MANAGER: (
        "{name} returns a context manager that nobody enters, so its body never runs",
        'Add an "async def" that enters it: async with {call}: ...',
    ),
    Returned.COROUTINE: (
        "{name} returns a coroutine that nobody awaits, so its body never runs",
        "Pass the function and its arguments: {task}",
    ),
    Returned.COROUTINE_OF_SYNC: (
        (
            "{name} is not a coroutine function: it is called in a worker thread, and nobody "
            "awaits the coroutine that it returns"
        ),
        'Add an "async def" that awaits it',
    ),
}
NO_LOOP: Final = (
    (
        "{name} needs a running event loop, and the worker thread that calls it has none: "
        "RuntimeError, and the coroutine never runs"
    ),
    "Pass the function and its arguments: {task}",
)
IN_ITS_PLACE: Final = "Add a function in place of the lambda"


class Problem(NamedTuple):
    """Why the work of a task never happens, and what to write instead."""

    why: str
    instead: str


class Task(NamedTuple):
    """The call that a task comes down to, when what is wrapped around it is taken off."""

    call: CallExpr
    awaited: bool = True
    """Whether the coroutine is awaited that a coroutine function returns."""
    inferred: bool = True
    """Whether mypy has inferred the types of its expressions just now."""


def report_never_runs(checker: Checker, deferred: DeferredCall) -> None:
    """Report the task if it is certain that its work never happens."""
    problem = Search(checker, name_of_adder(deferred.call)).problem_of(Task(deferred.direct))
    if problem is not None:
        callee = deferred.direct.callee
        internals.report(checker, problem.why, problem.instead, callee, NEVER_RUNS)


class Search(NamedTuple):
    """Looks for the problem of a task through all that is wrapped around its function."""

    checker: Checker
    adder: str

    def problem_of(self, task: Task) -> Problem | None:
        """Return why the call does nothing, if that is certain."""
        call, awaited, inferred = task
        callee = followed(self.checker, call.callee)
        internals.watch(self.checker, callee)
        inside = task._replace(inferred=inferred and callee is call.callee)
        if isinstance(callee, LambdaExpr):
            return self.problem_of_lambda(callee, inside)
        if isinstance(callee, ConditionalExpr):
            branches = (callee.if_expr, callee.else_expr)
            problems = [self.problem_of(inside._replace(call=recall(call, b))) for b in branches]
            return problems[0] if all(problems) else None
        if is_call_of(callee, PARTIAL):
            bound = first_called(callee, call)
            return self.problem_of(inside._replace(call=bound)) if bound is not None else None
        if awaited and refers_to(callee, FORWARDERS):
            bound = first_called(call, without=FORWARDERS[callee.fullname])
            forwarded = task._replace(call=bound or call, awaited=False)
            return self.problem_of(forwarded) if bound is not None else None
        if refers_to(callee, LOOP_SEEKERS):
            return self.problem_of_loop(task)
        types = types_of(self.checker, call.callee) if inferred else []
        returned = returned_by(self.checker, callee, types, inferred=inside.inferred)
        if returned is None or (returned is Returned.COROUTINE and awaited):
            return None
        return self.explain(*PROBLEMS[returned], call.callee, call)

    def problem_of_lambda(self, function: LambdaExpr, task: Task) -> Problem | None:
        """Look at the call that a lambda makes: nothing is done with what it returns."""
        body = function.expr()
        if not isinstance(body, CallExpr):
            return None
        problem = self.problem_of(task._replace(call=body, awaited=False))
        if problem is None and task.inferred and makes_coroutine(self.checker, body):
            problem = self.explain(*PROBLEMS[Returned.COROUTINE_OF_SYNC], function, body)
        if problem is not None and function.arguments:
            # The corrections would show the parameters of the lambda outside of it.
            return problem._replace(instead=IN_ITS_PLACE)
        return problem

    def problem_of_loop(self, task: Task) -> Problem | None:
        """Look at a function that needs a running event loop for its first argument."""
        call = task.call
        if not task.inferred or "loop" in call.arg_names or call.arg_kinds[:1] != [ARG_POS]:
            return None
        coroutine = call.args[0]
        if not makes_coroutine(self.checker, coroutine):
            return None  # a Future brings its event loop with it
        # A correction shows one task: `gather` may have more coroutines than that.
        alone = call.arg_kinds.count(ARG_POS) == 1
        return self.explain(*NO_LOOP, call.callee, coroutine if alone else call.callee)

    def explain(self, why: str, instead: str, callee: Expression, called: Expression) -> Problem:
        """Fill in the user's own words: of the callee, and of the call to be made instead."""
        call = task = None
        if isinstance(called, CallExpr):
            call = calling(self.checker, called)
            task = deferring(self.checker, self.adder, called)
        return Problem(
            why.format(name=quoted_name(callee, "the callee")),
            instead.format(
                adder=self.adder,
                call=call or "function(...)",
                task=task or f"{self.adder}(function, ...)",
            ),
        )


def makes_coroutine(checker: Checker, expression: Expression) -> bool:
    """Say if an expression is a coroutine, by its type."""
    types = types_of(checker, expression)
    return bool(types) and all(is_instance(typ, COROUTINES) for typ in types)


def recall(call: CallExpr, callee: Expression) -> CallExpr:
    """Return the call of another callee with the same arguments."""
    return CallExpr(callee, call.args, call.arg_kinds, call.arg_names)


def first_called(
    call: CallExpr, more: CallExpr | None = None, without: Collection[str | None] = ()
) -> CallExpr | None:
    """Return the call of the first argument with the other ones, and with those of `more`."""
    if call.arg_kinds[:1] != [ARG_POS]:
        return None
    actuals = list(zip(call.args, call.arg_kinds, call.arg_names, strict=True))[1:]
    if more is not None:
        actuals += zip(more.args, more.arg_kinds, more.arg_names, strict=True)
    kept = [actual for actual in actuals if actual[2] is None or actual[2] not in without]
    return CallExpr(
        call.args[0],
        [expression for expression, _, _ in kept],
        [kind for _, kind, _ in kept],
        [name for _, _, name in kept],
    )
