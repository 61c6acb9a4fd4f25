"""How the function around a task ends after the task."""

import ast
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.around import (
    LOOPS,
    TRIES,
    WITHS,
    Around,
    are_exclusive,
    around_of,
    statement_around,
)
from background_typed_check.facts.bodies import unawaited
from background_typed_check.facts.flow import Ends, Exit, either
from background_typed_check.facts.nested import calls_of, function_around
from background_typed_check.facts.scopes import FunctionNode
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.uses import Uses

# Statements of which another part may run after one of them.
ENCLOSING: Final = (*LOOPS, *TRIES, *WITHS)
SIMPLE: Final = (ast.AnnAssign, ast.Assign, ast.Expr)


def exits_after(task: Task, function: FunctionNode, facts: Facts) -> tuple[Exit, ...]:
    """Return the statements of which one surely ends the function after the task, if any."""
    none: tuple[Exit, ...] = ()
    question = ("exits", task.call)
    return facts.memo.ask(question, lambda: _exits_after(task, function, facts), none)


def _exits_after(task: Task, function: FunctionNode, facts: Facts) -> tuple[Exit, ...]:
    statement = statement_of(task)
    if statement is None:
        return ()
    # A helper may raise when it has added its tasks.
    first = facts.flow.of(statement, task.source)
    ends = ends_after(statement, function, first, task.source, facts)
    if ends is None or ends.goes_on or ends.breaks or ends.continues:
        return ()
    return ends.exits


def ends_after(
    statement: ast.stmt, function: FunctionNode, first: Ends, source: Source, facts: Facts
) -> Ends | None:
    """Return how a function may end after a statement, which may be in a function inside it."""
    inner = function_around(statement, source)
    if inner is None:
        return None
    ends = facts.flow.after([*around_of(statement, inner, source)], source, first)
    if ends is None or inner is function:
        return ends
    calls = calls_of(inner, source, facts)
    statements = [statement_around(each, source) for each in calls or ()]
    raising = tuple(each for each in ends.exits if each.raises)
    called = Ends(ends.goes_on or len(raising) < len(ends.exits), raising)
    found = [
        ends_after(each, function, called, source, facts)
        for each in statements
        if isinstance(each, ast.Expr) and unawaited(each.value) in (calls or ())
    ]
    known = [each for each in found if each is not None]
    return either(known[0], known[1:]) if known and len(known) == len(statements) else None


def raising_exits(task: Task, uses: Uses, facts: Facts) -> tuple[Exit, ...]:
    """Return the statements of which one surely raises after the task, none if it may return.

    None either if something else may have the collection by then: the exception, for example.
    """
    exits = exits_after(task, uses.function, facts)
    if not exits or not all(each.raises for each in exits):
        return ()
    return () if is_handed_on(task, uses, exits, facts) else exits


def around_task(task: Task, function: FunctionNode) -> list[Around]:
    """Return the statements around the one that adds a task, nothing if it is not a simple one.

    Nor is there anything to say of a task in a function inside.
    """
    statement = statement_of(task)
    if statement is None or function_around(statement, task.source) is not function:
        return []
    return [*around_of(statement, function, task.source)]


def is_handed_on(task: Task, uses: Uses, exits: tuple[Exit, ...], facts: Facts) -> bool:
    """Return whether something else may have the collection by the end of the function."""
    others = others_with(task, uses, facts)
    if not others or not around_task(task, uses.function):
        return bool(others)
    return min(map(first_line, others)) <= last_line(task, uses.function, exits)


def first_line(node: ast.AST) -> int:
    """Return the line in which a node begins."""
    return getattr(node, "lineno", 0)


def others_with(task: Task, uses: Uses, facts: Facts) -> list[ast.AST]:
    """Return the other uses of a collection that may run in the same call as the task is added."""
    others = uses.others(facts)
    around = around_task(task, uses.function) if others else []
    return [each for each in others if not around or not run_apart(each, task, uses, facts)]


def run_apart(use: ast.AST, task: Task, uses: Uses, facts: Facts) -> bool:
    """Return whether a use of a collection and a task never run in the same call."""
    source, function = task.source, uses.function
    if use is function or not isinstance(use, ast.expr):
        return False
    statement = statement_around(use, source)
    if function_around(statement, source) is not function:
        return False
    mine, other = around_task(task, function), [*around_of(statement, function, source)]
    shared = {each.statement for each in mine} & {each.statement for each in other}
    if any(isinstance(each, (*LOOPS, *TRIES)) for each in shared):
        return False
    if are_exclusive(mine, other):
        return True
    ends = facts.flow.after(other, source, facts.flow.of(statement, source))
    if ends is None or ends.goes_on or ends.breaks or ends.continues:
        return False
    return all(first_line(each.statement) < task.call.lineno for each in ends.exits)


def last_line(task: Task, function: FunctionNode, exits: tuple[Exit, ...]) -> int:
    """Return the last line that may run between a task and the end of its function."""
    ending: list[ast.AST] = [each.statement for each in exits]
    around = [*around_task(task, function)]
    for each in exits:
        around += around_of(each.statement, function, task.source)
    ending += [each.statement for each in around if isinstance(each.statement, ENCLOSING)]
    return max(getattr(each, "end_lineno", None) or 0 for each in ending)


def statement_of(task: Task) -> ast.stmt | None:
    """Return the statement that adds a task when it runs, if it is a simple one."""
    node: ast.AST = task.call
    while isinstance(node, (ast.expr, ast.comprehension)):
        if isinstance(node, (ast.GeneratorExp, ast.Lambda)):
            return None
        node = task.source.parents[node]
    return node if isinstance(node, SIMPLE) else None
