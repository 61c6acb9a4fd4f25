"""A task that a dependency adds, and that each handler with this dependency loses.

The handlers and their dependencies are passed the same collection
(`fastapi.dependencies.utils.solve_dependencies`). FastAPI runs it if the handler returns, and if
the response has no other background (`fastapi.routing.get_request_handler`). In a websocket handler
nothing runs it.

Wrong:

    def audited(tasks: BackgroundTasks) -> None:
        tasks.add_task(audit, "asked")

    @app.get("/orders", dependencies=[Depends(audited)])
    async def orders() -> None:
        raise HTTPException(501)

Right:

    @app.get("/orders")
    async def orders() -> Response:
        return JSONResponse({}, 501, background=BackgroundTask(audit, "asked"))

Left alone: a dependency that something other than `Depends` uses, or that a handler which may keep
its tasks has; a request in which anything else is done with the collection.
"""

from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.decorators import is_socket
from background_typed_check.facts.dependencies import is_mere_dependency
from background_typed_check.facts.handlers import is_handler_only
from background_typed_check.facts.injection import other_uses_in, uses_by_dependencies
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.sent import others_sent
from background_typed_check.facts.taking_part import handlers_with
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import dropped

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if a dependency adds the task, and each handler loses it."""
    uses = task.uses
    if uses is None or uses.function.decorator_list or uses.scope.parent is None:
        return
    if not is_mere_dependency(uses, facts):
        return
    handlers = handlers_with(Function(uses.function, uses.scope.parent), facts)
    if handlers and all(loses_tasks(each, facts) for each in handlers):
        ordered = sorted(handlers, key=lambda each: (each.scope.source.path, each.node.lineno))
        yield Problem(
            task.source.place(task.call),
            "Each handler with this dependency raises, answers with another background or has a "
            f"websocket, so that FastAPI does not run its tasks: {dropped(task)}",
            "Have a handler return a response without another background",
            related=tuple(
                Related(each.scope.source.place(each.node), "this handler loses it")
                for each in ordered
            ),
        )


def loses_tasks(handler: Function, facts: Facts) -> bool:
    """Return whether nothing runs the tasks that the dependencies of a handler have added."""
    others = [*uses_by_dependencies(handler, facts), *other_uses_in(handler, facts)]
    if any(each != () for each in others) or facts.lazy.yields(handler.node):
        return False
    if is_handler_only(handler, facts, is_socket):
        return True
    ends = facts.leaving.ends_of(handler)
    scope = facts.scope_of(handler)
    if ends.goes_on or not is_handler_only(handler, facts):
        return False
    is_changed = len(handler.node.decorator_list) > 1
    sent = others_sent(ends.exits, scope, facts)
    return sent == () or (sent is not None and not is_changed)
