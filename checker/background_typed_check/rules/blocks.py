"""A coroutine function that blocks the event loop: every other request waits for it.

Starlette awaits a coroutine function on the event loop, which serves all requests in one thread
(`starlette.background.BackgroundTask.__call__`). What waits without `await` stops that thread, as
`time.sleep` and `requests.get` do, here or in a function that is called. Starlette calls a plain
function in a worker thread, where it may wait.

Wrong:

    async def report(url: str) -> None:
        requests.post(url, json={"done": True})

    tasks.add_task(report, "https://example.com")

Right:

    def report(url: str) -> None:
        requests.post(url, json={"done": True})

    tasks.add_task(report, "https://example.com")

Corrected with `--unsafe-fixes`: a function without an `await`, which nothing but tasks uses,
becomes a `def`.

Left alone: what is handed to a thread (`asyncio.to_thread`); a function inside that is only
defined; what a parameter decides on (`if slow:`), or an exception; files; a lock, an event or a
full queue, which may not wait at all; an application with gevent or eventlet; what is more than
four functions away; functions of libraries, apart from those that are known by their names.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.codes import BLOCKS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.blocking import Step, Way, has_await, is_patched, way_to_blocking
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.formals import lacks_arguments
from background_typed_check.facts.handlers import files_with, uses_in_file
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.tasks import Direct, Run, Task
from background_typed_check.rules.rule import About, Edit, Problem, Related
from background_typed_check.rules.words import deferring, name_of, quoted_name

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.CALLEE

# How far to follow functions for what needs an event loop.
DEEPEST: Final = 3
ASYNC: Final = re.compile(r"async[ \t]+(?=def\b)")


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task surely awaits a function that blocks the event loop."""
    run = task.run
    if run is None or run.returned is not Returned.COROUTINE or not run.awaited:
        return
    functions = [each for each in run.functions if isinstance(each, Function)]
    ways = [way_to_blocking(each, facts) for each in functions]
    if not ways or not all(ways) or len(ways) < len(run.functions) or is_patched(facts):
        return
    if run.made is not None and lacks_arguments(run.made, functions[0], facts):
        return  # it raises TypeError before
    function, way = functions[0], ways[0]
    yield Problem(
        task.source.place(run.given),
        f"{chain(run, way)}, which blocks the event loop: every other request waits for that",
        instead_of(run, function, way),
        edits_for(function, facts),
        related=tuple(
            Related(each.scope.source.place(each.call), f"{called(each)} is called here")
            for each in way
        ),
    )


def chain(run: Run, way: Way) -> str:
    """Return the words for the calls that lead to what blocks."""
    words = f"{quoted_name(run.call.callee.node)} calls {called(way[0])}"
    return "".join([words, *(f", which calls {called(each)}" for each in way[1:])])


def called(step: Step) -> str:
    """Return the name of what a call runs, as it is written there."""
    return quoted_name(step.call.func, "another function")


def edits_for(function: Function, facts: Facts) -> tuple[Edit, ...]:
    """Return the edit that makes a plain function of one that only tasks are made of."""
    node, around = function.node, function.scope
    if not isinstance(node, ast.AsyncFunctionDef) or any(has_await(function)):
        return ()
    parents = around.source.parents
    uses = [*uses_in_file(node.name, around, facts)]
    calls = (parents[each] for each in uses)
    is_called = any(
        isinstance(call, ast.Call) and call.func is use
        for call, use in zip(calls, uses, strict=True)
    )
    if is_called or any(files_with(node.name, around.source, facts)):
        return ()
    if uses_loop(function, facts, DEEPEST):
        return ()  # a worker thread has none
    place = around.source.place(node)
    keyword = ASYNC.match(around.source.lines[place.line - 1], place.column - 1)
    if keyword is None:
        return ()
    end = place._replace(end_line=place.line, end_column=keyword.end() + 1)
    return (Edit(end, "", is_safe=False),)


def uses_loop(function: Function, facts: Facts, depth: int) -> bool:
    """Return whether a function, or one that it names, names something of the event loop."""
    scope = facts.scope_of(function)
    for node in inside(function.node.body):
        if isinstance(node, (ast.Attribute, ast.Name)):
            named = facts.names.resolve(node, scope)
            if isinstance(named, External) and named.name.startswith(apis.OF_LOOPS):
                return True
            if isinstance(named, Function) and depth and uses_loop(named, facts, depth - 1):
                return True
    return False


def instead_of(run: Run, function: Function, way: Way) -> str:
    """Return what to write instead: a plain function, or the call that blocks in a thread."""
    name = name_of(run.call.callee.node)
    if isinstance(function.node, ast.AsyncFunctionDef) and not any(has_await(function)):
        return f'Make "{name or "the function"}" a "def": it then runs in a worker thread'
    parents = (each.scope.source.parents[each.call] for each in way)
    # What is not awaited blocks the coroutine function that calls it.
    step = next(
        each for each, parent in zip(way, parents, strict=True) if not isinstance(parent, ast.Await)
    )
    direct = Direct(
        Value(step.call.func, step.scope), tuple(step.call.args), tuple(step.call.keywords)
    )
    later = apis.ASYNC_FORMS.get(step.name)
    if later is not None:
        return f"Await {later}(...) there"
    return f"Hand it to a thread: await {deferring(apis.TO_THREAD, direct, step.scope.source)}"
