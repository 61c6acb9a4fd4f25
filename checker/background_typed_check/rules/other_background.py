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

Left alone: a background that may be None or the collection itself; a response of a class of your
own; a handler that other code calls, that another decorator wraps, or that is a generator.
"""

import ast
from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.ending import exits_after, others_with
from background_typed_check.facts.handlers import is_injected, is_only_handler, may_be_handler
from background_typed_check.facts.sent import background_sent, is_new
from background_typed_check.facts.tasks import Task
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
    exits = exits_after(task, uses.function, facts)
    returns = [each.statement for each in exits if not each.raises]
    values = [each.value for each in returns if isinstance(each, ast.Return)]
    others = [background_sent(each, uses.scope, facts) for each in values]
    if not others or not all(is_new(each, uses.scope, facts) for each in others):
        return
    if others_with(task, uses, facts):
        return
    if is_injected(uses, facts) and is_only_handler(uses, facts):
        yield Problem(
            task.source.place(task.call),
            "The response has its own background, which FastAPI runs instead of "
            f'"{uses.name}": {dropped(task)}',
            "Add all tasks to one collection, and give the response no other background",
            related=tuple(
                Related(task.source.place(each), "the other background")
                for each in others
                if each is not None
            ),
        )
