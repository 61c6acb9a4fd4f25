"""Parsing without the warnings that Python gives."""

import ast
import warnings
from typing import Final

from background_typed_check.facts import garbage

# What CPython 3.10 to 3.14 raises for a text that it cannot parse.
UNPARSABLE: Final = (SyntaxError, ValueError, RecursionError, MemoryError)


def parse(text: str | bytes, mode: str = "exec") -> ast.AST:
    """Parse a text without the warnings that Python gives when it runs.

    Raises:
        UNPARSABLE: The running Python cannot parse the text.

    """
    with warnings.catch_warnings(), garbage.paused():
        warnings.simplefilter("ignore")
        return ast.parse(text, mode=mode)


def parse_expression(text: object) -> ast.expr | None:
    """Return the expression that a text holds, None if it is not one."""
    if not isinstance(text, str):
        return None
    try:
        tree = parse(text.strip(), "eval")
    except UNPARSABLE:
        return None
    return tree.body if isinstance(tree, ast.Expression) else None
