"""Findings that follow from an assignment that mypy rejects elsewhere.

mypy then keeps the first type of the variable (`TypeChecker.check_assignment`), so what comes later
may be wrong for that reason alone.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from mypy import errorcodes

from background_typed_check.facts.scopes import FUNCTIONS, parameters
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
    own = [each for each in reversed(rejected) if each["file"] == finding.place.file]
    if source is None or not own or finding.code in OWN_CODES:
        return finding
    before = [each for each in own if each["line"] < finding.place.line]
    around = functions_around(finding.place.line, source)
    last = {
        name: last_of(name, before, around) or last_in_class(name, own, around, source)
        for name in names_in(finding.place, source)
    }
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
        if last is not None or name.partition(".")[0] in parameters_of(function):
            return last
    return None


def last_in_class(
    name: str, rejected: list[dict[str, Any]], around: list[ast.AST], source: Source
) -> dict[str, Any] | None:
    """Return the same for an attribute of `self`, which any method of its class may assign."""
    owner, dot, _ = name.partition(".")
    for node in ast.walk(source.tree) if dot else ():
        body = node.body if isinstance(node, ast.ClassDef) else []
        methods = [each for each in body if isinstance(each, FUNCTIONS)]
        if any(each in around and parameters_of(each)[:1] == [owner] for each in methods):
            said = (each for each in rejected for own in methods if binds(name, each["line"], own))
            return next(said, None)
    return None


def names_in(place: Place, source: Source) -> set[str]:
    """Return the variables and attributes that are used in a place."""
    end = place.end_line or place.line, place.end_column or place.column + 1
    nodes = (each for each in ast.walk(source.tree) if isinstance(each, (ast.Attribute, ast.Name)))
    names = ((each, source.place(each)) for each in nodes)
    return {
        ast.unparse(each)
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


def parameters_of(function: ast.AST) -> list[str]:
    """Return the names of a function's parameters in order, nothing for a module."""
    found = parameters(function.args) if isinstance(function, FUNCTIONS) else []
    return [each.arg for each in found]


def binds(name: str, line: int, function: ast.AST) -> bool:
    """Return whether a function itself assigns to a variable in a statement around a line."""
    return any(
        isinstance(node, (ast.Attribute, ast.Name))
        and isinstance(node.ctx, ast.Store)
        and ast.unparse(node) == name
        for target, lines in targets_of(function)
        if line in lines
        for node in ast.walk(target)
    )


def targets_of(function: ast.AST) -> Iterator[tuple[ast.expr, range]]:
    """Yield what a function assigns to, each with the lines where mypy may reject that.

    Functions inside of it are left out.
    """
    for node in ast.iter_child_nodes(function):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            continue
        yield from targets_of(node)
        targets: list[ast.expr | None] = []
        match node:
            case ast.Assign():
                targets = [*node.targets]
            case ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr() | ast.For() | ast.AsyncFor():
                targets = [node.target]
            case ast.With() | ast.AsyncWith():
                targets = [each.optional_vars for each in node.items]
        for each in targets:
            if each is not None:
                yield each, lines_of(node)


def lines_of(node: ast.AST) -> range:
    """Return the lines of a statement or expression, without those of a block in it."""
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    block: list[ast.stmt] = getattr(node, "body", [])
    return range(first, (max(first, block[0].lineno - 1) if block else last) + 1)
