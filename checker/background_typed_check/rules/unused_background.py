"""A `BackgroundTask` that no response carries to its end: nothing runs it.

A response runs its background when it is sent (`starlette.responses.Response.__call__`). Making a
task does not run it. Nor does a response that is not returned, or that gets another background
before. FastAPI takes the headers, cookies and status code of the `Response` that it passes to a
handler, but not its background (`fastapi.routing.get_request_handler`).

Wrong:

    @app.post("/orders")
    async def order(email: str, response: Response) -> None:
        response.background = BackgroundTask(send, email)

Right:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send, email)

Left alone: a task that is kept, passed or returned; a response of a class of your own, or one that
other code has seen.
"""

from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.carriers import Lost, Way, is_lost
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import About, Problem, Related

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION

WHY = {
    Way.UNUSED: "Nothing runs {what}, because it is made here and handed to nothing",
    Way.NOT_RETURNED: "Nothing runs {what}, because the response that has it is not returned",
    Way.INJECTED: "Nothing runs {what}, because FastAPI takes headers, cookies and the status code "
    'from "{name}", but not its background',
    Way.REPLACED: "Nothing runs {what}, because the response gets another background in its place",
    Way.LISTED: 'Nothing runs {what}, because it is added to "{name}", which is handed to nothing',
}
INSTEAD = {
    Way.UNUSED: "Give it to the response that is returned: background={given}",
    Way.NOT_RETURNED: "Return that response",
    Way.INJECTED: "Add the task to a parameter of the handler, tasks: BackgroundTasks",
    Way.REPLACED: "Add all tasks to one collection, and give it to the response",
    Way.LISTED: "Give the collection to the response that is returned: background={given}",
}


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task is made for a response that never runs it."""
    lost = is_lost(task.call, task.scope, facts) if not task.adder.collection else None
    if lost is not None:
        yield explain(task, lost, "this task", lost.name or "task")


def explain(task: Task, lost: Lost, what: str, given: str) -> Problem:
    """Return the problem of a background that is lost."""
    why = WHY[lost.way].format(what=what, name=lost.name)
    is_elsewhere = lost.way in {Way.REPLACED, Way.NOT_RETURNED}
    return Problem(
        task.source.place(task.call),
        f"{why}: this task is dropped" if task.adder.collection else why,
        INSTEAD[lost.way].format(given=given),
        related=(Related(task.source.place(lost.at), "it is lost here"),) if is_elsewhere else (),
    )
