"""How the function around a task ends after the task."""

import ast
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.around import Around, around_of, statement_around
from background_typed_check.facts.attribute_reads import leftmost
from background_typed_check.facts.bodies import unawaited
from background_typed_check.facts.flow import Ends, Exit, either
from background_typed_check.facts.going import Read
from background_typed_check.facts.injection import uses_of_request
from background_typed_check.facts.nested import calls_of, function_around
from background_typed_check.facts.order import may_follow, statements_at
from background_typed_check.facts.other_uses import runs_at_once
from background_typed_check.facts.scopes import FunctionNode
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.uses import Uses

# Where others may go on, and the function may end.
PAUSES: Final = (ast.AsyncFor, ast.AsyncWith, ast.Await, ast.Yield, ast.YieldFrom)
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
    return () if others_with(task, uses, facts) else exits


def may_pause_after(task: Task, function: FunctionNode, facts: Facts) -> bool:
    """Return whether a function may wait for something, or yield, after a task."""
    mine = statements_at(task.call, function, task.source, facts)
    pauses = [
        statement_around(each, task.source)
        for each in walk(function)
        if isinstance(each, PAUSES) and is_inside(each, function, task.source)
    ]
    return mine is None or any(
        may_follow(pause, one, function, task.source, facts) for one in mine for pause in pauses
    )


def is_inside(node: ast.AST, function: FunctionNode, source: Source) -> bool:
    """Return whether a node is in the body of a function, and of no function in it."""
    statement = node if isinstance(node, ast.stmt) else statement_around(node, source)
    return function_around(statement, source) is function


def around_task(task: Task, function: FunctionNode) -> list[Around]:
    """Return the statements around the one that adds a task, nothing if it is not a simple one.

    Nor is there anything to say of a task in a function inside.
    """
    statement = statement_of(task)
    if statement is None or function_around(statement, task.source) is not function:
        return []
    return [*around_of(statement, function, task.source)]


def first_line(node: ast.AST) -> int:
    """Return the line in which a node begins."""
    return getattr(node, "lineno", 0)


def others_with(task: Task, uses: Uses, facts: Facts) -> list[ast.AST]:
    """Return the other uses of a collection that may run in the same call as the task is added."""
    others = uses_of_request(uses, facts)
    if not others or statement_of(task) is None:
        return [*others]
    return [each for each in others if not run_apart(each, task, uses, facts)]


def run_apart(use: ast.AST, task: Task, uses: Uses, facts: Facts) -> bool:
    """Return whether a use of a collection does nothing to a task, by when the two run."""
    function, source = uses.function, task.source
    if not isinstance(use, (ast.Attribute, ast.Name)):
        return False
    around = facts.scopes(source).around.get(leftmost(use))
    if around is None:
        return False  # it is in another file
    mine = statements_at(task.call, function, source, facts)
    others = statements_at(use, function, source, facts)
    if mine is None or others is None:
        return False
    pairs = [(other, one) for one in mine for other in others]
    if not runs_at_once(Read(use, around), facts):
        pairs += [(one, other) for other, one in pairs]
    return not any(may_follow(*each, function, source, facts) for each in pairs)


def statement_of(task: Task) -> ast.stmt | None:
    """Return the statement that adds a task when it runs, if it is a simple one."""
    node: ast.AST = task.call
    while isinstance(node, (ast.expr, ast.comprehension)):
        if isinstance(node, (ast.GeneratorExp, ast.Lambda)):
            return None
        node = task.source.parents[node]
    return node if isinstance(node, SIMPLE) else None
