"""Findings that follow from an assignment that mypy rejects elsewhere.

mypy then keeps the first type of the variable (`TypeChecker.check_assignment`), so what comes later
may be wrong for that reason alone.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from mypy import errorcodes

from background_typed_check.facts.scopes import FUNCTIONS
from background_typed_check.facts.source import Place, Source
from background_typed_check.report import Finding, Report
from background_typed_check.types.messages import OWN_CODES

ASSIGNMENT: Final = errorcodes.ASSIGNMENT.code
NOTE: Final = 'mypy rejects what line {line} assigns to "{name}", and keeps the first type: {said}'


def explain_rejected(report: Report, messages: list[dict[str, Any]]) -> None:
    """Add to the findings of a report what mypy says of the variables in them."""
    rejected = [each for each in messages if each["code"] == ASSIGNMENT]
    report.findings = [explained(each, rejected, report) for each in report.findings]


def explained(finding: Finding, rejected: list[dict[str, Any]], report: Report) -> Finding:
    """Return a finding of mypy's with a note for each of its variables that this is about."""
    source = report.disk.source(finding.place.file)
    before = [
        each
        for each in reversed(rejected)
        if each["file"] == finding.place.file and each["line"] < finding.place.line
    ]
    if source is None or not before or finding.code in OWN_CODES:
        return finding
    around = functions_around(finding.place.line, source)
    last = {name: last_of(name, before, around) for name in names_in(finding.place, source)}
    notes = [
        NOTE.format(line=each["line"], name=name, said=each["message"])
        for name, each in sorted(last.items())
        if each is not None
    ]
    return replace(finding, notes=(*finding.notes, *notes))


def last_of(
    name: str, rejected: list[dict[str, Any]], around: list[ast.AST]
) -> dict[str, Any] | None:
    """Return what mypy says of the last assignment to a variable that it rejects, if any."""
    for function in around:
        last = next((each for each in rejected if binds(name, each["line"], function)), None)
        if last is not None or name in parameters_of(function):
            return last
    return None


def names_in(place: Place, source: Source) -> set[str]:
    """Return the variables that are used in a place."""
    end = place.end_line or place.line, place.end_column or place.column + 1
    nodes = (each for each in ast.walk(source.tree) if isinstance(each, ast.Name))
    names = ((each, source.place(each)) for each in nodes)
    return {
        each.id
        for each, own in names
        if (place.line, place.column) <= (own.line, own.column) < end
        and isinstance(each.ctx, ast.Load)
    }


def functions_around(line: int, source: Source) -> list[ast.AST]:
    """Return the functions around a line, the innermost first, and the module."""
    found: list[ast.AST] = [source.tree]
    for node in ast.walk(source.tree):  # the outer ones first
        if isinstance(node, FUNCTIONS) and node.lineno <= line <= (node.end_lineno or 0):
            found.insert(0, node)
    return found


def parameters_of(function: ast.AST) -> set[str]:
    """Return the names of a function's parameters, nothing for a module."""
    parameters = getattr(function, "args", None)
    return (
        {each.arg for each in ast.walk(parameters) if isinstance(each, ast.arg)}
        if parameters
        else set()
    )


def binds(name: str, line: int, function: ast.AST) -> bool:
    """Return whether a function itself assigns to a variable in a statement around a line."""
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for statement in statements_of(function)
        if statement.lineno <= line <= (statement.end_lineno or 0)
        for node in ast.walk(statement)
    )


def statements_of(function: ast.AST) -> Iterator[ast.Assign | ast.AnnAssign | ast.AugAssign]:
    """Yield the assignments of a function, without those of functions inside of it."""
    for node in ast.iter_child_nodes(function):
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            yield node
        elif not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            yield from statements_of(node)
