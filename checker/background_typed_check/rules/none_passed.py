"""`background=tasks.add_task(...)`: the background of the response is None.

`add_task` returns None (`starlette.background.BackgroundTasks.add_task`), and a response without a
background runs nothing (`starlette.responses.Response.__call__`).

Wrong:

    tasks = BackgroundTasks()
    return JSONResponse({}, background=tasks.add_task(send, "a@example.com"))

Right:

    tasks = BackgroundTasks()
    tasks.add_task(send, "a@example.com")
    return JSONResponse({}, background=tasks)

Corrected: the task is added before. That is unsafe if its arguments are more than names.

Left alone: the collection that FastAPI passes to a handler. FastAPI gives it to a response without
a background, so the task runs.
"""

import ast
from collections.abc import Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.other_uses import other_uses
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.moving import is_plain
from background_typed_check.rules.places import indent_of, start_of
from background_typed_check.rules.rule import About, Edit, Problem

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION

SIMPLE: Final = (ast.AnnAssign, ast.Assign, ast.Expr, ast.Return)


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if a response gets the result of adding the task as its background."""
    uses = task.uses
    if task.helper is not None:
        return  # it may return something
    if (
        uses is None
        or uses.parameter is not None
        or not uses.are_new(facts)
        or other_uses(uses, facts)
    ):
        return
    keyword = task.source.parents[task.call]
    if not isinstance(keyword, ast.keyword) or keyword.arg != apis.BACKGROUND:
        return
    response = task.source.parents[keyword]
    if facts.names.is_call_of(response, task.scope, apis.RESPONSES):
        yield Problem(
            task.source.place(task.call),
            f'Nothing runs "{uses.name}", because the background of the response is the None that '
            f'"{task.adder.name}" returns: this task is dropped',
            "Add the task first, then give the collection to the response: "
            f"{apis.BACKGROUND}={uses.name}",
            added_before(task, uses.name),
        )


def added_before(task: Task, name: str) -> tuple[Edit, ...]:
    """Return the edits that add a task before the statement that it is in."""
    source, place = task.source, task.source.place(task.call)
    statement: ast.AST = task.call
    while isinstance(statement, (ast.Await, ast.Call, ast.keyword)):
        statement = source.parents[statement]
    if not isinstance(statement, SIMPLE) or not isinstance(task.receiver, ast.Name):
        return ()
    indent = indent_of(source.place(statement), source)
    if indent is None:
        return ()
    is_safe = task.direct is not None and is_plain(task.direct)
    return (
        Edit(start_of(source.place(statement)), f"{source.read(place)}\n{indent}", is_safe),
        Edit(place, name, is_safe),
    )
