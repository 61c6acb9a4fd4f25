"""A dependency that raises after it added the task: FastAPI runs no task of such a request.

FastAPI then calls neither the handler nor the collection
(`fastapi.dependencies.utils.solve_dependencies`). An exception handler makes the response, and that
has no tasks.

Wrong:

    def signed_in(tasks: BackgroundTasks) -> None:
        tasks.add_task(audit, "refused")
        raise HTTPException(401)

Right:

    @app.exception_handler(401)
    async def refused(request: Request, error: HTTPException) -> Response:
        return JSONResponse({}, 401, background=BackgroundTask(audit, "refused"))

Left alone: a dependency that something other than `Depends` uses; an application in which any
function does more with its collection than add tasks, because it may run them.
"""

from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.dependencies import is_only_dependency, nothing_keeps_collections
from background_typed_check.facts.ending import exits_after, is_handed_on
from background_typed_check.facts.handlers import is_injected
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import dropped

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if a dependency surely raises after the task."""
    uses = task.uses
    if uses is None or uses.function.decorator_list or facts.lazy.yields(uses.function):
        return
    exits, scope = exits_after(task, uses.function, facts), uses.scope.parent
    if scope is None or not exits or not all(each.raises for each in exits):
        return
    if is_handed_on(task, uses, exits, facts):
        return
    if (
        is_injected(uses, facts)
        and is_only_dependency(uses.function.name, scope, facts)
        and nothing_keeps_collections(facts)
    ):
        yield Problem(
            task.source.place(task.call),
            "The dependency raises after this, and FastAPI runs no task of a request whose "
            f"dependency raises: {dropped(task)}",
            "Give the task to the response that an exception handler returns: background=...",
            related=tuple(
                Related(task.source.place(each.statement), "the dependency raises here")
                for each in exits
            ),
        )
