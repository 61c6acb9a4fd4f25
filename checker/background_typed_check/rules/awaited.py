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
from background_typed_check.facts.other_uses import other_uses
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.places import COMMENT, end_of, gap, start_of
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
    if (
        not other_uses(uses, facts)
        and belongs_to_request(uses, facts)
        and is_only_handler(uses, facts)
    ):
        yield Problem(
            task.source.place(waiting),
            f'"{task.adder.name}" returns None, and awaiting that raises TypeError: the client '
            "gets status 500, and this task is dropped",
            f"Remove the await: {uses.name}.{task.adder.name}(...)",
            without_await(waiting, task),
        )


def without_await(waiting: ast.Await, task: Task) -> tuple[Edit, ...]:
    """Return the edits that remove an `await`, with parentheses that serve nothing else."""
    source, call = task.source, task.source.place(task.call)
    whole = source.place(waiting)
    before, behind = gap(start_of(whole), call), gap(call, end_of(whole))
    opening, closing = source.read(before), source.read(behind)
    if COMMENT in opening + closing or "\\" in opening:
        return ()
    name = source.place(task.call.func)
    if closing and name.line != name.end_line:  # they hold it together
        end = whole.column + opening.index("(")
        return (Edit(before._replace(end_line=whole.line, end_column=end), "", is_safe=True),)
    edits = [Edit(each, "", is_safe=True) for each in (before, behind)]
    return (*edits,) if closing else (*edits[:1],)
