"""Which lines of a file mypy skips, by their syntax alone."""

import ast
import re
from collections.abc import Iterable
from typing import Final

from background_typed_check.facts.around import LOOPS
from background_typed_check.facts.conditions import NOTHING, truth
from background_typed_check.facts.flow import JUMPS
from background_typed_check.facts.scopes import FUNCTIONS
from background_typed_check.reasons import Reason, Why

# The conditions by which mypy skips code that does not run here (`mypy.reachability`).
NOT_HERE: Final = re.compile(r"\bsys\.(?:platform|version_info)\b|^If (?:0|False)$")


def elsewhere_in(nodes: list[ast.AST]) -> dict[int, Reason]:
    """Return which lines depend on the platform or the Python, so that mypy may skip them."""
    found: dict[int, Reason] = {}
    fields = (value for node in nodes for _, value in ast.iter_fields(node))
    for block in (value for value in fields if isinstance(value, list)):
        is_rest = False
        for each in (each for each in block if isinstance(each, ast.stmt)):
            is_choice = isinstance(each, (ast.If, ast.Assert)) and NOT_HERE.search(
                f"{type(each).__name__} {ast.unparse(each.test)}"
            )
            if is_rest or is_choice:
                lines = range(each.lineno, (each.end_lineno or each.lineno) + 1)
                found.update(dict.fromkeys(lines, Reason(Why.ELSEWHERE)))
            # What comes after `if sys.platform == "win32": return` is not for Windows.
            ends = isinstance(each, ast.Assert) or (
                isinstance(each, ast.If) and type(each.body[-1]) in JUMPS
            )
            is_rest = is_rest or bool(is_choice and ends)
    return found


def skipped_in(nodes: list[ast.AST]) -> dict[int, Reason]:
    """Return why mypy skips lines: nothing runs them, or they are of a replaced function."""
    found: dict[int, Reason] = {}
    fields = (value for node in nodes for _, value in ast.iter_fields(node))
    for block in (value for value in fields if isinstance(value, list)):
        statements = [each for each in block if isinstance(each, ast.stmt)]
        named = {each.name: each for each in statements if isinstance(each, FUNCTIONS)}
        stop: str | None = None
        for each in statements:
            lines = range(each.lineno, (each.end_lineno or each.lineno) + 1)
            if stop is not None:
                found.update(dict.fromkeys(lines, Reason(Why.AFTER_JUMP, stop)))
            elif isinstance(each, FUNCTIONS) and named[each.name] is not each:
                found.update(dict.fromkeys(lines, Reason(Why.REDEFINED, each.name)))
            stop = stop or what_stops(each)
    return found


def what_stops(statement: ast.stmt) -> str | None:
    """Return what to call a statement that nothing runs after, None if it is not one."""
    if not isinstance(statement, ast.While):
        return JUMPS.get(type(statement))
    is_endless = truth(statement.test, NOTHING) and not breaks(statement.body)
    return f"while {ast.unparse(statement.test)}" if is_endless else None


def breaks(block: Iterable[ast.AST]) -> bool:
    """Return whether a `break` in a block leaves the loop around the block."""
    return any(
        isinstance(each, ast.Break)
        or breaks(each.orelse if isinstance(each, LOOPS) else ast.iter_child_nodes(each))
        for each in block
        if not isinstance(each, FUNCTIONS)
    )
