"""Which expression of Python's own syntax matches one of mypy's trees, by its place."""

import ast
from collections import defaultdict
from typing import Final

from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.source import Place
from mypy.nodes import CallExpr, EllipsisExpr, Expression, MemberExpr, NameExpr

from background_typed_mypy.columns import Columns
from background_typed_mypy.internals import span_of


class Calls:
    """The calls of a file."""

    def __init__(self, scopes: Scopes, columns: Columns) -> None:
        """Sort them by the lines that they begin on."""
        self.source: Final = scopes.source
        self.columns: Final = columns
        self.by_line: dict[int, list[ast.Call]] = defaultdict(list)
        for each in scopes.around:
            if isinstance(each, ast.Call):
                self.by_line[each.lineno].append(each)

    def find(self, node: CallExpr) -> ast.Call | None:
        """Return the call that matches one of mypy's tree, if that is certain."""
        name, span = name_in(node.callee), span_of(node)
        same = [
            each
            for each in self.by_line[node.line]
            if name_of(each.func) == name and self.columns.span_of(each, self.source) == span
        ]
        return same[0] if len(same) == 1 else None


def expression_at(place: Place) -> Expression:
    """Return an expression at a place, for mypy to report something there."""
    expression = EllipsisExpr()
    end_column = None if place.end_column is None else place.end_column - 1
    expression.set_line(place.line, place.column - 1, place.end_line, end_column)
    return expression


def name_of(node: ast.expr) -> str:
    """Return the last name in an expression, if it is a reference."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def name_in(node: Expression) -> str:
    """Return the last name in an expression of mypy's tree, if it is a reference."""
    return node.name.rstrip("'") if isinstance(node, (MemberExpr, NameExpr)) else ""
