"""A task that is called without what FastAPI would inject: it gets `Depends(...)` itself.

FastAPI replaces such defaults when it calls a handler or a dependency
(`fastapi.dependencies.utils.solve_dependencies`). A task is called by Starlette, with the arguments
that it was added with (`starlette.background.BackgroundTask.__call__`). Nor does
anybody pass a request or the like to a route handler that is added as a task.

Wrong:

    def store(name: str, db: Session = Depends(get_db)) -> None:
        db.add(Entry(name))

    tasks.add_task(store, "a")

Right:

    tasks.add_task(store, "a", db)

Left alone: a parameter that the function does not use, binds anew, or looks at (`isinstance`); a
function with a decorator that may pass other arguments, such as those that inject; star-arguments
that may fill the parameter.
"""

from collections.abc import Iterator

from background_typed_check.codes import INJECTION as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.decorators import is_route, is_socket
from background_typed_check.facts.formals import (
    gets_arguments,
    is_for_fastapi,
    is_used_as_given,
    left_out,
)
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.scopes import Parameter
from background_typed_check.facts.tasks import Direct, Task
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import deferring, listed, quoted_name

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.ARGUMENTS


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task leaves out what only FastAPI would pass."""
    run = task.run
    if run is None or run.made is None:
        return
    functions = [each for each in run.functions if isinstance(each, Function)]
    found = [missing_in(each, run.made, facts) for each in functions]
    if not found or len(found) < len(run.functions) or not all(found):
        return
    function, missing = functions[0], found[0]
    yield Problem(
        task.source.place(run.given),
        why(function, missing, quoted_name(run.made.callee.node), facts),
        instead(function, missing, task, facts),
        related=tuple(
            Related(function.scope.source.place(each.default), "only FastAPI replaces this default")
            for each in missing
            if each.default is not None
        ),
    )


def missing_in(function: Function, call: Direct, facts: Facts) -> list[Parameter]:
    """Return the parameters that only FastAPI would pass, of those that a call leaves out."""
    rest = left_out(call, function, facts)
    required = [each for each in rest if each.default is None]
    marked = [each for each in rest if is_for_fastapi(each.default, function, facts)]
    if function.applied or not (required or marked) or not gets_arguments(function, facts):
        return []
    if required and is_handler(function, facts):
        return required
    return [each for each in marked if is_used_as_given(each, function, facts)]


def is_handler(function: Function, facts: Facts) -> bool:
    """Return whether FastAPI calls a function for requests."""
    names = facts.decorators.names_of(function) or ()
    return any(is_route(each) or is_socket(each) for each in names)


def why(function: Function, missing: list[Parameter], name: str, facts: Facts) -> str:
    """Return what happens without some parameters."""
    names = listed([each.argument.arg for each in missing])
    if missing[0].default is None:
        return (
            f"{name} is a route handler, and nobody but FastAPI passes {names}: "
            "it raises TypeError after the response"
        )
    given = [each.default and function.scope.source.text(each.default) for each in missing]
    start = f"{name} is a route handler, and nobody" if is_handler(function, facts) else "Nobody"
    return (
        f"{start} replaces the default of {names} for a task: {name} gets {given[0] or 'it'} itself"
    )


def instead(function: Function, missing: list[Parameter], task: Task, facts: Facts) -> str:
    """Return what to write instead."""
    if is_handler(function, facts):
        return "Move its work to a function that takes what it needs, and add that one"
    actuals = ", ".join(f"{each.argument.arg}=..." for each in missing)
    run = task.run
    if run is None or run.made != run.call or run.has_parameters:
        return f"Pass it where the function is called: {actuals}"
    return f"Pass it as well: {deferring(task.adder.name, run.call, task.source)[:-1]}, {actuals})"
