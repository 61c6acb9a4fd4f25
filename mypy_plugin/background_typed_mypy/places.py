"""Which expression of Python's own syntax matches one of mypy's trees, by its place."""

import ast
from collections import defaultdict
from typing import Final, TypeAlias

from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.source import Place, Source
from mypy.nodes import CallExpr, EllipsisExpr, Expression, MemberExpr, NameExpr

Span: TypeAlias = tuple[int, int, int | None, int | None]
"""From one line and column to another: lines from 1, columns from 0."""


class Calls:
    """The calls of a file."""

    def __init__(self, scopes: Scopes) -> None:
        """Sort them by the lines that they begin on."""
        self.source: Final = scopes.source
        self.by_line: dict[int, list[ast.Call]] = defaultdict(list)
        for each in scopes.around:
            if isinstance(each, ast.Call):
                self.by_line[each.lineno].append(each)

    def find(self, node: CallExpr) -> ast.Call | None:
        """Return the call that matches one of mypy's tree, if that is certain.

        After a character that is not ASCII the parsers disagree on columns. There it has to be the
        only call of its name on its line.
        """
        name, span = name_in(node.callee), span_of(node)
        named = [each for each in self.by_line[node.line] if name_of(each.func) == name]
        same = [each for each in named if span in spans(each, self.source)]
        if len(same) != 1 and not self.is_ascii(node):
            same = named
        return same[0] if len(same) == 1 else None

    def is_ascii(self, node: CallExpr) -> bool:
        """Return whether the lines of a call are all ASCII."""
        return all(line.isascii() for line in self.source.lines[node.line - 1 : node.end_line])


def span_of(node: Expression) -> Span:
    """Return where an expression of mypy's tree stands."""
    return node.line, node.column, node.end_line, node.end_column


def expression_at(place: Place) -> Expression:
    """Return an expression at a place, for mypy to report something there."""
    expression = EllipsisExpr()
    end_column = None if place.end_column is None else place.end_column - 1
    expression.set_line(place.line, place.column - 1, place.end_line, end_column)
    return expression


def spans(node: ast.expr, source: Source) -> set[Span]:
    """Return where an expression stands, in bytes and in characters."""
    in_bytes = node.lineno, node.col_offset, node.end_lineno, node.end_col_offset
    if source.is_ascii:
        return {in_bytes}
    place = source.place(node)
    end = place.end_column and place.end_column - 1
    return {in_bytes, (node.lineno, place.column - 1, node.end_lineno, end)}


def name_of(node: ast.expr) -> str:
    """Return the last name in an expression, if it is a reference."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def name_in(node: Expression) -> str:
    """Return the last name in an expression of mypy's tree, if it is a reference."""
    return node.name.rstrip("'") if isinstance(node, (MemberExpr, NameExpr)) else ""
