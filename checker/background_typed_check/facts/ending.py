"""How the function around a task ends after the task."""

import ast
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.flow import LOOPS, ON, TRIES, WITHS, Around, Exit, around_of
from background_typed_check.facts.scopes import FunctionNode
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.uses import Uses

# Statements of which another part may run after one of them.
ENCLOSING: Final = (*LOOPS, *TRIES, *WITHS)


def exits_after(task: Task, function: FunctionNode, facts: Facts) -> tuple[Exit, ...]:
    """Return the statements of which one surely ends the function after the task, if any."""
    none: tuple[Exit, ...] = ()
    question = ("exits", task.call)
    return facts.memo.ask(question, lambda: _exits_after(task, function, facts), none)


def _exits_after(task: Task, function: FunctionNode, facts: Facts) -> tuple[Exit, ...]:
    around, statement = around_task(task, function), statement_of(task)
    # A helper may raise when it has added its tasks.
    first = facts.flow.of(statement, task.source) if statement is not None else ON
    ends = facts.flow.after(around, task.source, first) if around else None
    if ends is None or ends.goes_on or ends.breaks or ends.continues:
        return ()
    return ends.exits


def around_task(task: Task, function: FunctionNode) -> list[Around]:
    """Return the statements around the one that adds a task, nothing if it does more than that."""
    statement = statement_of(task)
    return [*around_of(statement, function, task.source)] if statement is not None else []


def is_handed_on(task: Task, uses: Uses, exits: tuple[Exit, ...], facts: Facts) -> bool:
    """Return whether something else may have the collection by the end of the function."""
    others = uses.others(facts)
    return bool(others) and min(others) <= last_line(task, uses.function, exits)


def last_line(task: Task, function: FunctionNode, exits: tuple[Exit, ...]) -> int:
    """Return the last line that may run between a task and the end of its function."""
    ending: list[ast.AST] = [each.statement for each in exits]
    around = [*around_task(task, function)]
    for each in exits:
        around += around_of(each.statement, function, task.source)
    ending += [each.statement for each in around if isinstance(each.statement, ENCLOSING)]
    return max(getattr(each, "end_lineno", None) or 0 for each in ending)


def statement_of(task: Task) -> ast.Expr | None:
    """Return the statement that adds a task and does nothing else, if there is one."""
    statement = task.source.parents[task.call]
    if task.helper is not None and isinstance(statement, ast.Await):
        statement = task.source.parents[statement]
    return statement if isinstance(statement, ast.Expr) else None
