"""A coroutine function that the task calls indirectly: nobody awaits its coroutine.

Starlette awaits what the function of the task returns if the function is a coroutine function
(`starlette._utils.is_async_callable`). A lambda is not one, so nobody awaits what it calls.
Nor does anybody await what `run_in_threadpool`, `asyncio.to_thread` and
`anyio.to_thread.run_sync` call: they call it in a worker thread and return the coroutine.

Wrong:

    async def send(to: str) -> None: ...

    tasks.add_task(lambda: send("a@example.com"))
    tasks.add_task(run_in_threadpool, send, "a@example.com")

Right:

    tasks.add_task(send, "a@example.com")

Left alone: `functools.partial(send, ...)`, which Starlette sees through; a parameter that may be
any function.
"""

from collections.abc import Iterator

from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import Problem

__all__ = ["CODE", "INSTEAD", "find"]

INSTEAD = "Pass the function and its arguments: {task}"


def find(task: Task, facts: Facts) -> Iterator[Problem]:  # noqa: ARG001  # as for every rule
    """Yield a problem if the task calls a coroutine function where nobody awaits it."""
    run = task.run
    if run is not None and run.returned is Returned.COROUTINE and not run.awaited:
        why = "{name} returns a coroutine that nobody awaits, so its body never runs"
        yield explain(task, run, why, INSTEAD)
