"""The user's own words: how messages and notes name and repeat what stands in the source."""

import ast
from typing import Final

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    ARG_STAR,
    ARG_STAR2,
    CallExpr,
    Expression,
    LambdaExpr,
    MemberExpr,
    NameExpr,
)

from background_typed_mypy import internals
from background_typed_mypy.internals import Checker

STARS: Final = {ARG_STAR: "*", ARG_STAR2: "**"}


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
    parts = sources_of(checker, call)
    return f"{adder}({', '.join(parts)})" if parts is not None else None


def calling(checker: Checker, call: CallExpr) -> str | None:
    """Return the source of a call, also of one that stands nowhere in one piece."""
    parts = sources_of(checker, call)
    return f"{parts[0]}({', '.join(parts[1:])})" if parts is not None else None


def sources_of(checker: Checker, call: CallExpr) -> list[str] | None:
    """Return the sources of the callee and of each argument, if all are at hand."""
    parts = []
    actuals = zip(call.args, call.arg_kinds, call.arg_names, strict=True)
    for expression, kind, name in [(call.callee, ARG_POS, None), *actuals]:
        source = internals.source_of(checker, expression)
        if source is None:
            return None
        parts.append((f"{name}=" if kind == ARG_NAMED else STARS.get(kind, "")) + source)
    try:
        ast.parse(f"f({', '.join(parts)})", mode="eval")
    except SyntaxError:
        return None  # parentheses were left out that mean something here
    return parts
