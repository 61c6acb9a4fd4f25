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

Left alone: a dependency that something other than `Depends` uses; a request in which something else
keeps the collection, or runs it after its own `yield`.
"""

from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.dependencies import is_mere_dependency, is_never_called
from background_typed_check.facts.ending import raising_exits
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
    exits = raising_exits(task, uses, facts)
    if exits and is_mere_dependency(uses, facts, is_never_called):
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
