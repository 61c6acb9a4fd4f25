"""A plain function that returns a coroutine: nobody awaits it.

Starlette asks whether the function is a coroutine function (`starlette._utils.is_async_callable`).
A `def` that returns a coroutine is not one. Nor is an `async def` inside `functools.cache` or a
plain wrapper, even with `functools.wraps`. It is called in a worker thread, and the coroutine that
it returns is dropped.

Wrong:

    async def send(to: str) -> None: ...

    def later(to: str) -> Coroutine[Any, Any, None]:
        return send(to)

    tasks.add_task(later, "a@example.com")

Right:

    async def later(to: str) -> None:
        await send(to)

    tasks.add_task(later, "a@example.com")

Left alone: a method that a subclass may override with an `async def`; a function that does not
return a coroutine in every case; a file that marks coroutine functions
(`inspect.markcoroutinefunction`).
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.tasks import Run, Task
from background_typed_check.facts.wrappers import may_mark
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import About, Problem

__all__ = ["ABOUT", "CODE", "INSTEAD", "find"]

ABOUT = About.RUN

INSTEAD = 'Add an "async def" that awaits it'
WHY = (
    "{name} is not a coroutine function: it is called in a worker thread, and nobody awaits the "
    "coroutine that it returns"
)


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task runs a plain function that returns a coroutine."""
    run = task.run
    if run is None or may_mark(task.scope):
        return
    if run.returned is Returned.COROUTINE_OF_SYNC:
        yield explain(task, run, WHY, INSTEAD)
    elif run.returned is None and run.inner is not None and makes_coroutine(run.inner, run, facts):
        yield explain(task, run._replace(call=run.call.of(run.inner)), WHY, INSTEAD)


def makes_coroutine(inner: ast.Lambda, run: Run, facts: Facts) -> bool:
    """Return whether a lambda returns something that is declared to be a coroutine."""
    scope = facts.scopes(run.call.callee.scope.source).of.get(inner)
    if scope is None or not isinstance(inner.body, ast.Call):
        return False
    return are_all_of(facts.expressions.classes_of(inner.body, scope), apis.COROUTINES)
