"""A handler that raises after it added the task: FastAPI runs none of its tasks.

FastAPI gives the collection to the response that it makes from what the handler returns
(`fastapi.routing.get_request_handler`). A handler that raises returns nothing, and the response of
an exception handler has no tasks. It is certain if the handler raises whatever its parameters are.

Wrong:

    @app.post("/refunds")
    async def refund(email: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send, email, "No refund")
        raise HTTPException(409)

Right:

    @app.post("/refunds")
    async def refund(email: str, tasks: BackgroundTasks) -> Response:
        tasks.add_task(send, email, "No refund")
        return JSONResponse({"detail": "No refund"}, 409, background=tasks)

Left alone: an exception that something may catch, or that may carry the collection; a handler that
other code calls, or that another decorator wraps; a generator that waits or yields after the task,
because a client that leaves ends it there; a handler with a dependency that gets the same
collection, because the dependency can still run it, unless the exception keeps it from that.
"""

from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.ending import may_pause_after, raising_exits
from background_typed_check.facts.handlers import (
    is_only_handler,
    may_be_handler,
)
from background_typed_check.facts.requests import is_of_request
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.thrown import leaves_dependencies
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import dropped

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the handler surely raises after the task."""
    uses = task.uses
    if uses is None or not may_be_handler(uses):
        return
    exits = raising_exits(task, uses, facts)
    if exits and facts.lazy.yields(uses.function) and may_pause_after(task, uses.function, facts):
        return  # a client that has gone by then ends the response, which then runs its tasks
    if not exits or not is_of_request(uses, facts):
        return
    if is_only_handler(uses, facts) or leaves_dependencies(uses, exits, facts):
        yield Problem(
            task.source.place(task.call),
            "The handler raises after this, and FastAPI runs no task of a handler that raises: "
            f"{dropped(task)}",
            f"Return a response with background={uses.name} instead of raising",
            related=tuple(
                Related(task.source.place(each.statement), "the handler raises here")
                for each in exits
            ),
        )
