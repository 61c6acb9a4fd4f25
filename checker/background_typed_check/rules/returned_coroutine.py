"""A plain function that returns a coroutine: nobody awaits it.

Starlette asks whether the function is a coroutine function (`starlette._utils.is_async_callable`).
A `def` that returns a coroutine is not one, nor is what `functools.cache` or a plain wrapper makes
of an `async def`, also with `functools.wraps`: it is called in a worker thread, and the coroutine
that comes back is dropped.

Wrong:

    async def send(to: str) -> None: ...

    def later(to: str) -> Coroutine[Any, Any, None]:
        return send(to)

    tasks.add_task(later, "a@example.com")

Right:

    async def later(to: str) -> None:
        await send(to)

    tasks.add_task(later, "a@example.com")

Left alone: a method that a subclass may override with an `async def`; a function that some way
through does not return a coroutine; a file that marks coroutine functions
(`inspect.markcoroutinefunction`).
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.functions import Returned, may_mark
from background_typed_check.facts.meanings import External, Value
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.codes import NEVER_RUNS as CODE
from background_typed_check.rules.never_runs import explain, returns
from background_typed_check.rules.rule import Problem

__all__ = ["CODE", "INSTEAD", "find"]

INSTEAD = 'Add an "async def" that awaits it'
WHY = (
    "{name} is not a coroutine function: it is called in a worker thread, and nobody awaits the "
    "coroutine that it returns"
)


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task runs a plain function that returns a coroutine."""
    if may_mark(task.scope):
        return
    returned = returns(task, facts)
    if returned is Returned.COROUTINE_OF_SYNC:
        yield from explain(task, WHY, INSTEAD)
    elif returned is None and is_lambda_of_coroutine(task, facts):
        yield from explain(of_lambda(task), WHY, INSTEAD)


def is_lambda_of_coroutine(task: Task, facts: Facts) -> bool:
    """Return whether the task is a lambda that returns what is declared to be a coroutine."""
    run = task.run
    if run is None or run.inner is None or not isinstance(run.inner.body, ast.Call):
        return False
    scope = facts.scopes(run.call.callee.scope.source).of.get(run.inner)
    made = facts.classes.of(run.inner.body, scope) if scope is not None else ()
    return bool(made) and all(
        isinstance(each.of, External) and each.of.name in apis.COROUTINES for each in made
    )


def of_lambda(task: Task) -> Task:
    """Return the task with the lambda itself as what it runs."""
    run = task.run
    if run is None or run.inner is None:
        return task
    callee = Value(run.inner, run.call.callee.scope)
    return task._replace(run=run._replace(call=run.call._replace(callee=callee)))
