"""Which statements make a small computation that may raise, by their syntax alone."""

import ast
from collections.abc import Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.facts.source import walk

DIVISIONS: Final = (ast.Div, ast.FloorDiv, ast.Mod)
LITERALS: Final = (ast.Dict, ast.List, ast.Tuple)


def computation(statement: ast.AST) -> ast.expr | None:
    """Return the value of a statement, if that is a small computation that may raise."""
    match getattr(statement, "value", None):
        case ast.BinOp(op=op) as found if isinstance(op, DIVISIONS):
            return found
        case ast.Subscript(value=value) as found if isinstance(value, LITERALS):
            return found
        case ast.Call(func=ast.Name(id=apis.INT), args=[_], keywords=[]) as found:
            return found
    return None


def names_computed_with(statement: ast.AST) -> Iterator[str]:
    """Yield the names that a small computation is made of."""
    found = computation(statement)
    for each in walk(found) if found is not None else ():
        if isinstance(each, ast.Name) and each.id != apis.INT:
            yield each.id
