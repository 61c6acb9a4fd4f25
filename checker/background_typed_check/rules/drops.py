"""A function that only makes a coroutine or the like, and drops it: its work never happens.

Starlette awaits or calls the function of the task, and nothing else
(`starlette.background.BackgroundTask.__call__`). Python runs nothing of a coroutine until somebody
awaits it, and nothing of a generator until somebody iterates over it. A worker thread has no event
loop to put a coroutine on, and the loop that awaits an `async def` cannot be run again there: both
raise `RuntimeError` (`asyncio.get_event_loop`, `asyncio.run`).

Wrong:

    async def send(to: str) -> None: ...

    def notify(to: str) -> None:
        send(to)

    tasks.add_task(notify, "a@example.com")

Right:

    async def notify(to: str) -> None:
        await send(to)

    tasks.add_task(notify, "a@example.com")

Left alone: a function that does anything else before, apart from logging; a method that a subclass
may override; `asyncio.get_event_loop` in an application that mentions `set_event_loop`, and all
event loops in one that mentions `nest_asyncio`.
"""

from collections.abc import Iterator
from typing import Final

from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.drops import Drop, drops_of
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.tasks import Run, Task
from background_typed_check.facts.wrappers import may_mark
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import quoted_name

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.CALLEE

MAKES: Final = {
    Returned.GENERATOR: ("a generator", "iterates over"),
    Returned.GENERATOR_OF_SYNC: ("a generator", "iterates over"),
    Returned.ASYNC_GENERATOR: ("an async generator", "iterates over"),
    Returned.CONTEXT_MANAGER: ("a context manager", "enters"),
    Returned.ASYNC_CONTEXT_MANAGER: ("a context manager", "enters"),
}
COROUTINE: Final = ("a coroutine", "awaits")
INSTEAD: Final = {
    "awaits": 'Await it in an "async def"',
    "iterates over": "Iterate over it there",
    "enters": 'Enter it there, in a "with"',
}


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task runs a function that drops what it makes."""
    run = task.run
    if run is None or may_mark(task.scope):
        return
    if run.returned is Returned.DROPPED:
        why = (
            "{name} returns before its body runs, and its decorator drops what it returns: its "
            "body never runs"
        )
        yield explain(task, run, why, "Await the function in the decorator, or iterate over it")
        return
    drops = dropped_by(run, facts)
    if drops:
        own = (each for each in drops if not facts.functions.name_of(each.call.func, each.scope))
        yield about(task, run, next(own, drops[0]))


def dropped_by(run: Run, facts: Facts) -> tuple[Drop, ...]:
    """Return what the functions of a run drop, if that is all that they do."""
    if run.returned is not None and not (run.returned is Returned.COROUTINE and run.awaited):
        return ()
    in_thread = run.returned is None  # `starlette.background.BackgroundTask.__call__`
    drops = [drops_of(each, facts, in_thread=in_thread) for each in run.functions]
    return drops[0] if drops and all(drops) else ()


def about(task: Task, run: Run, drop: Drop) -> Problem:
    """Return the problem of a task whose function drops what a call makes."""
    called = quoted_name(drop.call.func, "another function")
    if drop.returned is None and not drop.in_thread:
        why = (
            f"{{name}} runs on the event loop, where {called} raises RuntimeError, because that "
            "loop is already running: the coroutine never runs"
        )
        instead, what = "Await the coroutine in {name}", "raises here"
    elif drop.returned is None:
        why = (
            f"{{name}} runs in a worker thread, where {called} finds no event loop: it raises "
            "RuntimeError, and the coroutine never runs"
        )
        instead, what = 'Make {name} an "async def", and await the coroutine there', "raises here"
    else:
        made, does = MAKES.get(drop.returned, COROUTINE)
        why = f"{{name}} only calls {called}, which makes {made} that nobody {does}"
        instead, what = INSTEAD[does], f"makes {made} here"
    place = drop.scope.source.place(drop.call)
    name = quoted_name(run.call.callee.node)
    problem = explain(task, run, why, instead)
    return problem._replace(related=(Related(place, f"{name} {what}"),))
