"""`await tasks.add_task(...)`: the handler raises TypeError, and its tasks are dropped.

`add_task` returns None (`starlette.background.BackgroundTasks.add_task`), and Python cannot await
that. FastAPI runs no task of a handler that raises (`fastapi.routing.get_request_handler`).

Wrong:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> None:
        await tasks.add_task(send, email)

Right:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send, email)

Corrected: the `await` is removed.

Left alone: an `await` in a `try` or `with`, which may catch the exception; a function that other
code calls, where the type checker reports the `await`.
"""

import ast
from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.around import is_guarded, statement_around
from background_typed_check.facts.handlers import belongs_to_request, is_only_handler
from background_typed_check.facts.nested import function_around
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.moving import gap, start_of
from background_typed_check.rules.rule import About, Edit, Problem

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if a handler awaits the call that adds the task."""
    uses, waiting = task.uses, task.source.parents[task.call]
    if uses is None or task.helper is not None or not isinstance(waiting, ast.Await):
        return
    statement = statement_around(waiting, task.source)
    if function_around(statement, task.source) is not uses.function:
        return
    if is_guarded(statement, uses.function, task.source):
        return
    if not uses.others(facts) and belongs_to_request(uses, facts) and is_only_handler(uses, facts):
        place, call = task.source.place(waiting), task.source.place(task.call)
        waited = gap(start_of(place), call)
        is_bare = task.source.read(waited).split() == ["await"]
        yield Problem(
            place,
            f'"{task.adder.name}" returns None, and awaiting that raises TypeError: the client '
            "gets status 500, and this task is dropped",
            f"Remove the await: {uses.name}.{task.adder.name}(...)",
            (Edit(waited, "", is_safe=True),) if is_bare else (),
        )
