"""How the function around a task ends after the task."""

import ast
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.around import LOOPS, Around, around_of, statement_around
from background_typed_check.facts.attribute_reads import leftmost
from background_typed_check.facts.bodies import called_at_once
from background_typed_check.facts.ends import ON, Ends, Exit, either
from background_typed_check.facts.failing import failure_of
from background_typed_check.facts.going import Read
from background_typed_check.facts.injection import uses_of_request
from background_typed_check.facts.nested import calls_of, function_around, uses_of_function
from background_typed_check.facts.order import may_follow, statements_at
from background_typed_check.facts.other_uses import runs_at_once
from background_typed_check.facts.scopes import FunctionNode, Scope
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
    raising = tuple(each for each in ends.exits if each.raises)
    called = Ends(ends.goes_on or len(raising) < len(ends.exits), raising)
    return after_uses(inner, function, called, source, facts)


def after_uses(
    inner: FunctionNode, function: FunctionNode, called: Ends, source: Source, facts: Facts
) -> Ends | None:
    """Return how a function may end after the uses of one inside it, given how its calls end.

    What is done with it otherwise may call it at any time from then on.
    """
    own = facts.scopes(source).of[inner]
    uses = uses_of_function(own, facts)
    if not uses or own.parent is None or facts.lazy.yields(inner):
        return None
    found = []
    for each in uses:
        statement = statement_around(each, source)
        if function_around(statement, source) is not own.parent.node:
            return None
        first = called if calls_alone(each, statement, own) else ON
        ends = ends_after(statement, function, first, source, facts)
        if ends is None or not isinstance(statement, SIMPLE):
            return None
        found.append(ends)
    return either(found[0], found[1:])


def calls_alone(name: ast.Name, statement: ast.stmt, own: Scope) -> bool:
    """Return whether all that a statement does is to call a function that is next to it."""
    if not isinstance(statement, ast.Expr):
        return False
    call, is_awaited = called_at_once(statement.value), isinstance(statement.value, ast.Await)
    return (
        isinstance(call, ast.Call)
        and call.func is name
        and is_awaited == isinstance(own.node, ast.AsyncFunctionDef)
    )


def raising_exits(task: Task, uses: Uses, facts: Facts) -> tuple[Exit, ...]:
    """Return the statements of which one surely raises after the task, none if it may return.

    None either if something else may have the collection by then: the exception, for example. Nor
    if the call that adds the task raises itself.
    """
    if fails(task, facts):
        return ()
    exits = exits_after(task, uses.function, facts)
    if not exits or not all(each.raises for each in exits):
        return ()
    return () if others_with(task, uses, facts) else exits


def fails(task: Task, facts: Facts) -> bool:
    """Return whether the call that would add a task raises in place of that."""
    is_awaited = isinstance(task.source.parents[task.call], ast.Await)
    return not is_awaited and failure_of(task.call, task.scope, facts) is not None


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
    if not others or statement_of(task) is None or fails(task, facts):
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
    inner, other = (
        function_around(statement_around(each, source), source) for each in (task.call, use)
    )
    if inner is not None and inner is other and runs_once(inner, function, source, facts):
        function = inner
    mine = statements_at(task.call, function, source, facts)
    others = statements_at(use, function, source, facts)
    if mine is None or others is None:
        return False
    pairs = [(other, one) for one in mine for other in others]
    if not runs_at_once(Read(use, around), facts):
        pairs += [(one, other) for other, one in pairs]
    return not any(may_follow(*each, function, source, facts) for each in pairs)


def runs_once(inner: FunctionNode, function: FunctionNode, source: Source, facts: Facts) -> bool:
    """Return whether a call of a function runs one inside it once at most."""
    if inner is function:
        return True
    calls = calls_of(inner, source, facts)
    statement = statement_around(calls[0], source) if calls and len(calls) == 1 else None
    outer = function_around(statement, source) if statement is not None else None
    if statement is None or outer is None:
        return False
    around = around_of(statement, outer, source)
    is_in_loop = any(isinstance(each.statement, LOOPS) for each in around)
    return not is_in_loop and runs_once(outer, function, source, facts)


def statement_of(task: Task) -> ast.stmt | None:
    """Return the statement that adds a task when it runs, if it is a simple one."""
    node: ast.AST = task.call
    while isinstance(node, (ast.expr, ast.comprehension)):
        if isinstance(node, (ast.GeneratorExp, ast.Lambda)):
            return None
        node = task.source.parents[node]
    return node if isinstance(node, SIMPLE) else None
