"""The user's own words: how messages and notes name and repeat what stands in the source."""

import ast

from mypy.nodes import CallExpr, Expression, LambdaExpr, MemberExpr, NameExpr

from background_typed_mypy import internals
from background_typed_mypy.internals import Checker


def name_of(expression: Expression) -> str | None:
    """Return what the user calls a function by, if it is short: `f`, `self.mail.send`."""
    if isinstance(expression, NameExpr):
        return expression.name
    if isinstance(expression, LambdaExpr):
        return "<lambda>"
    if isinstance(expression, MemberExpr):
        owner = name_of(expression.expr)
        return owner and f"{owner}.{expression.name}"
    if isinstance(expression, CallExpr):
        returner = name_of(expression.callee)
        return returner and f"{returner}(...)"
    return None


def quoted_name(expression: Expression, otherwise: str) -> str:
    """Return the name in the quotes of mypy's messages, or the other words where it has none."""
    name = name_of(expression)
    return f'"{name}"' if name is not None else otherwise


def name_of_adder(call: CallExpr) -> str:
    """Return the last part of the name of what adds the task: `add_task`, `BackgroundTask`."""
    return (name_of(call.callee) or "add_task").rpartition(".")[2]


def deferring(checker: Checker, adder: str, call: CallExpr) -> str | None:
    """Return the source of a call `f(a)` as that of the deferred call `adder(f, a)`."""
    source = internals.source_of(checker, call)
    callee = internals.source_of(checker, call.callee)
    if source is None or callee is None or not source.startswith(callee):
        return None  # several lines, not ASCII, or a callee in parentheses
    arguments = source.removeprefix(callee).strip()[1:-1].strip(" ,")
    corrected = f"{adder}({callee}, {arguments})" if arguments else f"{adder}({callee})"
    try:
        ast.parse(corrected, mode="eval")
    except SyntaxError:
        return None  # such as `f(x for x in y)`
    return corrected
