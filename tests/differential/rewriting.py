"""Turns the table of direct calls into deferred ones, without moving any position."""

import ast
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

CALLS: Final = Path(__file__).parent / "calls"
PREFIX: Final = "calls_"
# Not a real function: it stays, and shows the effect of the calls above it.
LEFT_ALONE: Final = "reveal_type"


class Form(NamedTuple):
    """A way to write the call `f(a)`: what goes around its parts, and after the module."""

    opening: str
    """What stands before the callee."""
    separator: str
    """What stands between the callee and the arguments."""
    declaration: str
    """What the opening needs, added after the last line so that no line moves."""


ADD_TASK: Final = "tasks.add_task("
CONSTRUCTOR: Final = "BackgroundTask("

# As wide as the openings of the deferred forms, so that one direct form serves them all.
DIRECT: Final = Form("(".ljust(len(CONSTRUCTOR)), ")(", "")
DEFERRED: Final = {
    "starlette": Form(
        ADD_TASK, ", ", "from starlette.background import BackgroundTasks\ntasks: BackgroundTasks\n"
    ),
    "fastapi": Form(
        ADD_TASK, ", ", "from fastapi import BackgroundTasks\ntasks: BackgroundTasks\n"
    ),
    "background_typed": Form(
        ADD_TASK, ", ", "from background_typed import BackgroundTasks\ntasks: BackgroundTasks\n"
    ),
    "constructor": Form(CONSTRUCTOR, ", ", "from starlette.background import BackgroundTask\n"),
}


def find_calls(tree: ast.Module) -> list[ast.Call]:
    """Return the calls in the functions of the table that are statements."""
    calls = {
        statement.value: None  # an ordered set, because functions may be nested
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        and function.name.startswith(PREFIX)
        for statement in ast.walk(function)
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    }
    return [
        call
        for call in calls
        if not (isinstance(call.func, ast.Name) and call.func.id == LEFT_ALONE)
    ]


def rewrite(source: str, form: Form) -> str:
    """Write each call of a module of the table in another form."""
    assert source.isascii()  # `ast` counts columns in bytes
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    edits: list[tuple[int, int, str]] = []
    for call in find_calls(ast.parse(source)):
        assert call.func.end_lineno is not None
        assert call.func.end_col_offset is not None
        start = starts[call.lineno - 1] + call.col_offset
        end_of_callee = starts[call.func.end_lineno - 1] + call.func.end_col_offset
        # Only the callee's own closing parentheses can stand before this one.
        parenthesis = source.index("(", end_of_callee)
        edits.append((start, start, form.opening))
        edits.append((parenthesis, parenthesis + 1, form.separator))
    # From the end, so that the positions of the other edits stay right.
    rewritten = source
    for start, end, text in sorted(edits, reverse=True):
        rewritten = rewritten[:start] + text + rewritten[end:]
    return rewritten + form.declaration
