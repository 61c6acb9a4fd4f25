"""`map` or a generator is all that the task makes: nobody iterates over it.

Starlette calls the function of the task in a worker thread and drops the result
(`starlette.background.BackgroundTask.__call__`): here an iterator that has not begun.

Wrong:

    tasks.add_task(map, send, addresses)
    tasks.add_task(lambda: (send(each) for each in addresses))

Right:

    tasks.add_task(list, map(send, addresses))

Corrected: `list` runs it, and keeps all items in memory until the end: if they are many, pass a
function with a loop. The edit is unsafe if a lambda is replaced, and an argument is evaluated
earlier then.

Left alone: a function that returns an iterator but calls something itself before.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.bodies import has_yield
from background_typed_check.facts.meanings import External
from background_typed_check.facts.tasks import Direct, Task
from background_typed_check.rules.coroutine import EACH
from background_typed_check.rules.generator import INSTEAD
from background_typed_check.rules.moving import run_whole
from background_typed_check.rules.never_runs import IN_ITS_PLACE, explain
from background_typed_check.rules.rule import About, Problem

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.RUN


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if all that the task does is to make an iterator."""
    run = task.run
    if run is None:
        return
    if run.inner is not None and has_yield([run.inner.body]):
        why = "The lambda is a generator function: nobody iterates over the generator that it makes"
        yield explain(task, run, f"{why}, so its body never runs", IN_ITS_PLACE)
    elif run.inner is not None and isinstance(run.inner.body, ast.GeneratorExp):
        why = "The lambda makes a generator that nobody iterates over, so its body never runs"
        yield explain(task, run, why, "Use a list in place of the generator: lambda: [...]")
    elif run.functions and all(
        isinstance(each, External) and each.name in apis.LAZY_FUNCTIONS for each in run.functions
    ):
        why = "{name} makes an iterator that nobody iterates over, so it calls nothing"
        if returns_something(run.call, facts):
            yield explain(task, run, why, EACH)
        else:
            yield explain(task, run, why, INSTEAD, run_whole(task, run, facts))


def returns_something(call: Direct, facts: Facts) -> bool:
    """Return whether the function that an iterator would call only makes something to run."""
    functions = facts.functions.called(call.args[0], call.callee.scope) if call.args else ()
    return facts.lazy.returned(functions) is not None
