"""A response with its own background: it replaces the injected tasks.

FastAPI gives the collection that it passed to the handler only to a response that has no
background (`fastapi.routing.get_request_handler`).

Wrong:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> Response:
        tasks.add_task(send, email)
        return JSONResponse({}, background=BackgroundTask(audit, email))

Right:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> Response:
        tasks.add_task(send, email)
        tasks.add_task(audit, email)
        return JSONResponse({})

The same where a function that is called, or a dependency, makes the response.

Left alone: a background that may be None or the collection itself; a response of a class with
code of its own; a handler that other code calls, that another decorator wraps, or that is a
generator.
"""

import ast
from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.carriers import is_lost
from background_typed_check.facts.ending import exits_after, others_with
from background_typed_check.facts.handlers import (
    is_only_handler,
    may_be_handler,
)
from background_typed_check.facts.requests import is_of_request
from background_typed_check.facts.sent import others_sent
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.uses import Uses
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import dropped

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the handler returns a response with another background, or raises."""
    uses = task.uses
    if uses is None or not may_be_handler(uses) or len(uses.function.decorator_list) > 1:
        return
    if facts.lazy.yields(uses.function):
        return  # FastAPI ignores what a generator returns
    others = others_sent(exits_after(task, uses.function, facts), uses.scope, facts)
    if not others:
        return
    if others_with(task, uses, facts) and not are_lost(task, uses, facts):
        return
    if is_of_request(uses, facts) and is_only_handler(uses, facts):
        yield Problem(
            task.source.place(task.call),
            "The response has its own background, which FastAPI runs instead of "
            f'"{uses.name}": {dropped(task)}',
            "Add all tasks to one collection, and give the response no other background",
            related=tuple(
                Related(each.scope.source.place(each.node), "the other background")
                for each in dict.fromkeys(others)
            ),
        )


def are_lost(task: Task, uses: Uses, facts: Facts) -> bool:
    """Return whether the response that has the collection surely gets another background."""
    scopes = facts.scopes(task.source).around
    return all(
        isinstance(each, ast.Name) and is_lost(each, scopes[each], facts) is not None
        for each in others_with(task, uses, facts)
    )
