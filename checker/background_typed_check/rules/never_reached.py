"""A task that is never added: nothing after a `return` or the like runs, nor a function unused.

Python leaves the block at `return`, `raise`, `break` and `continue`, at a call that never returns,
and in a loop that never ends. What stands behind them is not executed, so nothing calls
`starlette.background.BackgroundTasks.add_task`. mypy does not ask its plugin about such code.

Wrong:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> dict[str, str]:
        return {"email": email}
        tasks.add_task(send, email)

Right:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> dict[str, str]:
        tasks.add_task(send, email)
        return {"email": email}

The same where conditions on one parameter exclude each other: `if urgent: ...` in `if not urgent:`.
The same in a function inside the handler that is called only where these conditions forbid it.
And in an `except` for what the `try` never raises: to add a task raises nothing, and what its
function raises is raised when the task runs. And in a handler with a dependency that always raises,
or that depends on one which does.

Left alone: code under a single condition, even one that is never true; an `except` for what a call
may raise, if not all of the called function is seen; a dependency, if the application uses
`dependency_overrides`.
"""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.around import (
    LOOPS,
    Around,
    around_of,
    body_around,
    statement_around,
)
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.ending import fails
from background_typed_check.facts.flow import JUMPS
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.nested import is_call_reached, is_never_used
from background_typed_check.facts.refusing import refusing
from background_typed_check.facts.scopes import FUNCTIONS, parameters
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import quoted_name

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION

ADVICE: Final = (
    'Catch what the "try" raises. What the function of a task raises is raised when the task runs, '
    "which is later: catch it there"
)


class Unreached(NamedTuple):
    """Why nothing leads to a task, and what to write instead."""

    why: str
    instead: str
    stop: ast.stmt | None = None
    """The statement that nothing runs after, if it is one."""


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if nothing leads to the task."""
    found = unreached(task, facts) if not fails(task, facts) else None
    if found is not None:
        stops = [found.stop] if found.stop is not None else []
        yield Problem(
            task.source.place(task.call),
            f"{found.why}: {never_added(task)}",
            found.instead,
            related=tuple(
                Related(task.source.place(each), "nothing runs after this") for each in stops
            ),
            is_unreached=True,
        )


def unreached(task: Task, facts: Facts) -> Unreached | None:
    """Return why nothing leads to the task, None if something may."""
    source, statement = task.source, statement_around(task.call, task.source)
    function = body_around(statement, source)
    if isinstance(function, FUNCTIONS) and is_never_used(function, source, facts):
        given = "..." if parameters(function.args) else ""
        why = f'Nothing calls "{function.name}"'
        return Unreached(why, f"Call it: {function.name}({given})")
    around = [*around_of(statement, function, source)]
    stop = facts.reaching.stop_before(around, source)
    if stop is not None:
        why = f"Nothing runs after {name_of(stop)} in line {stop.lineno}"
        return Unreached(why, "Add the task before it", stop)
    part = facts.reaching.unreached_part(around, source)
    if part is not None:
        is_except = part.part == "handlers"
        advice = ADVICE if is_except else "Add the task elsewhere, or remove this"
        return Unreached(why_unreached(part), advice)
    if facts.reaching.is_contradicted(around, source):
        why = "The conditions that lead here are never true together"
        return Unreached(why, "Change one of them, or remove this")
    if isinstance(function, FUNCTIONS) and not is_call_reached(function, statement, source, facts):
        why = f'No call of "{function.name}" leads here'
        return Unreached(why, "Call it where the conditions allow that, or remove this")
    return unreached_handler(function, source, facts)


def unreached_handler(function: ast.AST, source: Source, facts: Facts) -> Unreached | None:
    """Return why FastAPI never calls a handler, or the one around a function."""
    while isinstance(function, FUNCTIONS):
        around = facts.scopes(source).of[function].parent
        found = refusing(Function(function, around), facts) if around is not None else None
        if found is not None:
            why = "FastAPI calls no handler whose dependency raises"
            why = f'{why}, as "{dependency_name(found)}" always does'
            return Unreached(why, "Let it return, or remove it")
        function = body_around(function, source)
    return None


def dependency_name(dependency: Function) -> str:
    """Return the name of a dependency as the user knows it."""
    cls, name = dependency.scope.node, dependency.node.name
    if not isinstance(cls, ast.ClassDef):
        return name
    return cls.name if name == INIT else f"{cls.name}.{name}"


def why_unreached(part: Around) -> str:
    """Return why an `except` or an `else` never runs."""
    line = getattr(part.statement, "lineno", 0)
    if part.part == "handlers":
        return f'Nothing in the "try" in line {line} raises what this "except" catches'
    what = "loop" if isinstance(part.statement, LOOPS) else '"try"'
    return f'The {what} in line {line} never ends such that its "else" runs'


def never_added(task: Task) -> str:
    """Return what to say of a task that is never added."""
    if task.helper is None:
        return "this task is never added"
    return f"{quoted_name(task.call.func, 'this')} is never called"


def name_of(stop: ast.stmt) -> str:
    """Return what to call the statement that nothing runs after."""
    if type(stop) in JUMPS:
        return f'the "{JUMPS[type(stop)]}"'
    return "the loop" if isinstance(stop, LOOPS) else "the statement"
