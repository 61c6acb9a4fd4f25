"""A coroutine function that the task calls indirectly: nobody awaits its coroutine.

Starlette awaits what the function of the task returns if the function is a coroutine function
(`starlette._utils.is_async_callable`). A lambda is not one, so nobody awaits what it calls.
Nor does anybody await what `run_in_threadpool`, `asyncio.to_thread` and
`anyio.to_thread.run_sync` call: they call it in a worker thread and return the coroutine.
The same holds for a lambda that makes several coroutines, or one that a condition chooses, and for
what calls a coroutine function for each of several values.

Wrong:

    async def send(to: str) -> None: ...

    tasks.add_task(lambda: send("a@example.com"))
    tasks.add_task(run_in_threadpool, send, "a@example.com")
    tasks.add_task(lambda: send("a@example.com") if urgent else send("b@example.com"))
    tasks.add_task(list, map(send, ["a@example.com", "b@example.com"]))
    tasks.add_task(asyncio.wait, [send("a@example.com")])  # since Python 3.11

Right:

    tasks.add_task(send, "a@example.com")

Corrected: the function and its arguments are passed in place of the lambda, or of the function that
calls it. That is unsafe if an argument is evaluated earlier then.

Left alone: `functools.partial(send, ...)`, which Starlette sees through; a parameter that may be
any function.
"""

import ast
from collections.abc import Iterator, Mapping

from background_typed_check import apis
from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.meanings import External, Value
from background_typed_check.facts.runs import DEEPEST, unwrap
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.tasks import Direct, Run, Task
from background_typed_check.rules.moving import passing
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import About, Problem

__all__ = ["ABOUT", "CODE", "INSTEAD", "find"]

ABOUT = About.RUN

INSTEAD = "Pass the function and its arguments: {task}"
EACH = "Add a task for each of them: {adder}(function, ...)"
HOLDERS = (ast.List, ast.ListComp, ast.Set, ast.SetComp, ast.Tuple)
CHOSEN = "Add a task for the one that the condition chooses: {adder}(function, ...)"


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task calls a coroutine function where nobody awaits it."""
    run = task.run
    if run is None:
        return
    if run.returned is Returned.COROUTINE and not run.awaited:
        why = "{name} returns a coroutine that nobody awaits, so its body never runs"
        yield explain(task, run, why, INSTEAD, passing(task, run.call))
    elif makes_each(run, facts):
        why = "{name} makes coroutines that nobody awaits, so their bodies never run"
        yield explain(task, run, why, EACH)
    elif why := why_lost(run, facts):
        yield explain(task, run, why, EACH)
    elif run.inner is not None and makes_coroutines(run.inner.body, run, facts):
        why = "The lambda makes coroutines that nobody awaits, so their bodies never run"
        is_one = isinstance(run.inner.body, (ast.BoolOp, ast.IfExp))
        yield explain(task, run, why, CHOSEN if is_one else EACH)


def makes_each(run: Run, facts: Facts) -> bool:
    """Return whether a run calls a coroutine function for each of several values."""
    args, scope = run.call.args, run.call.callee.scope
    names = {each.name if isinstance(each, External) else "" for each in run.functions}
    if not names or not args:
        return False
    if names <= apis.MAPPING:
        return returns_coroutine(args[0], scope, facts)
    match args:
        case [ast.Call(func=mapping, args=[mapped, *_])] if names <= apis.EXHAUSTING:
            is_known = facts.names.is_one_of(mapping, scope, apis.LAZY_FUNCTIONS)
            return is_known and returns_coroutine(mapped, scope, facts)
        case [ast.GeneratorExp(elt=made)] if names <= apis.EXHAUSTING:
            return makes_coroutines(made, run, facts)
    return False


def why_lost(run: Run, facts: Facts) -> str:
    """Return why coroutines never run that a function of asyncio is given, empty if they may."""
    args, (callee, scope) = run.call.args, run.call.callee
    if not args or not isinstance(args[0], HOLDERS) or not makes_coroutines(args[0], run, facts):
        return ""
    if facts.names.is_one_of(callee, scope, apis.STARTED_LATER):
        return "{name} starts nothing in a worker thread, so these coroutines never run"
    if facts.python >= apis.TAKES_TASKS and facts.names.is_one_of(callee, scope, apis.WAIT):
        return "{name} takes no coroutines: it raises TypeError, and they never run"
    return ""


def returns_coroutine(callee: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether to call something makes a coroutine, through a lambda or a partial, too."""
    run = Run(callee, Direct(Value(callee, scope), (), ()), awaited=False)
    returned = {each.returned for each in unwrap(run, facts, DEEPEST)}
    return returned == {Returned.COROUTINE}


def makes_coroutines(made: ast.expr, run: Run, facts: Facts) -> bool:
    """Return whether an expression is nothing but coroutines: in a list, by a condition."""
    around = facts.scopes(run.call.callee.scope.source).around
    if isinstance(made, ast.BoolOp) and isinstance(made.op, ast.Or):
        first = made.values[0]  # a coroutine is true, and the others are not evaluated
        if is_coroutine(first, around, facts):
            return True
    calls = [*made_in(made)]
    return bool(calls) and all(is_coroutine(each, around, facts) for each in calls)


def is_coroutine(made: ast.expr, around: Mapping[ast.expr, Scope], facts: Facts) -> bool:
    """Return whether an expression is a call that returns a coroutine."""
    if not isinstance(made, ast.Call) or made not in around:
        return False
    return returns_coroutine(made.func, around[made], facts)


def made_in(expression: ast.expr) -> Iterator[ast.expr]:
    """Yield what an expression is or holds in the end, apart from constants and from conditions.

    Of `x and y` and `x or y`, only `y` counts: a coroutine in place of `x` is true, and lost, too.
    Of `x or None` and `x and None`, only `x` counts.
    """
    parts = [expression]
    if isinstance(expression, (ast.List, ast.Set, ast.Tuple)):
        parts = expression.elts
    elif isinstance(expression, (ast.ListComp, ast.SetComp)):
        parts = [expression.elt]
    elif isinstance(expression, ast.IfExp):
        parts = [expression.body, expression.orelse]
    elif isinstance(expression, ast.BoolOp):
        parts = [each for each in expression.values if not isinstance(each, ast.Constant)][-1:]
    for each in parts:
        if each is not expression:
            yield from made_in(each)
        elif not isinstance(each, ast.Constant):
            yield each
