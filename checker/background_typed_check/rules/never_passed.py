"""A `BackgroundTasks` parameter of an exception handler or middleware: nobody passes a collection.

Starlette calls an exception handler with the request and the exception
(`starlette._exception_handler.wrap_app_handling_exceptions`), and the function of a middleware with
the request and `call_next` (`starlette.middleware.base.BaseHTTPMiddleware.__call__`). A third
parameter is missing, and the call raises TypeError.

Wrong:

    @app.exception_handler(Refused)
    async def refused(request: Request, exc: Refused, tasks: BackgroundTasks) -> Response:
        tasks.add_task(note, "refused")
        return Response(status_code=409)

Right:

    @app.exception_handler(Refused)
    async def refused(request: Request, exc: Refused) -> Response:
        return Response(status_code=409, background=BackgroundTask(note, "refused"))

Left alone: a parameter with a default; a function that anything else calls, or that another
decorator wraps.
"""

from collections.abc import Iterator
from typing import Final

from background_typed_check.codes import INJECTION as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.registered import Called, called_as, is_left_out
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import About, Problem

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION

WORDS: Final = {
    Called.FOR_EXCEPTIONS: "An exception handler is called with the request and the exception only",
    Called.AS_MIDDLEWARE: 'A middleware is called with the request and "call_next" only',
}


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the collection of a task is a parameter that nobody passes."""
    uses = task.uses
    if uses is None or not is_left_out(uses, facts):
        return
    called = called_as(uses, facts)
    if called is not None:
        yield Problem(
            task.source.place(task.call),
            f'{WORDS[called]}: nobody passes "{uses.name}", so the call raises TypeError, and this '
            "task is never added",
            f"Make the collection here, and give it to the response: background={uses.name}",
        )
