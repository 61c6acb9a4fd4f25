"""What is known about conditions where a statement runs: `if urgent:` was true, and still is."""

import ast
from collections.abc import Iterator, Sequence
from types import NoneType
from typing import TYPE_CHECKING, Final, TypeAlias

from background_typed_check import apis
from background_typed_check.facts.annotations import alternatives
from background_typed_check.facts.nodes import is_none
from background_typed_check.facts.scopes import Parameter, Scope

if TYPE_CHECKING:
    from background_typed_check.facts import Facts
    from background_typed_check.facts.around import Around

Known: TypeAlias = frozenset[tuple[str, bool]]
"""The names that are known to be true or false."""
NOTHING: Final[Known] = frozenset()


def truth(test: ast.expr, known: Known) -> bool | None:
    """Return whether a condition is true, None if that is not known."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name(id=name):
            return next((value for each, value in known if each == name), None)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = truth(operand, known)
            return None if inner is None else not inner
        case ast.BoolOp(op=op, values=values):
            found = {truth(each, known) for each in values}
            ending = isinstance(op, ast.Or)  # what one of them decides
            return ending if ending in found else None if None in found else not ending
    return None


def assumed(test: ast.expr, value: bool) -> Iterator[tuple[str, bool]]:  # noqa: FBT001  # of the condition
    """Yield what is known where a condition is true, or false."""
    match test:
        case ast.Name(id=name):
            yield name, value
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from assumed(operand, not value)
        case ast.BoolOp(op=op, values=values) if isinstance(op, ast.And) == value:
            for each in values:
                yield from assumed(each, value)


def known_at(around: Sequence["Around"], scope: Scope, facts: "Facts") -> Known:
    """Return what is known where a statement runs, given what is around it in its function."""
    found: set[tuple[str, bool]] = set()
    for each in around:
        if isinstance(each.statement, ast.If):
            found |= {*assumed(each.statement.test, each.part == "body")}
        before = each.block[: each.position] if not each.are_alternatives else []
        for statement in before:
            if isinstance(statement, ast.If):
                found |= {*left_by(statement, scope, facts)}
    return frozenset(each for each in found if is_constant(each[0], scope, facts))


def left_by(statement: ast.If, scope: Scope, facts: "Facts") -> Iterator[tuple[str, bool]]:
    """Yield what is known after an `if`, because one of its branches does not go on."""
    for value, block in ((False, statement.body), (True, statement.orelse)):
        if not facts.flow.of_block(block, scope.source).goes_on:
            yield from assumed(statement.test, value)


def is_constant(name: str, scope: Scope, facts: "Facts") -> bool:
    """Return whether a name stays true or false: a parameter that nothing can change.

    FastAPI converts parameters to the classes of their annotations, but not what `Depends` returns.
    """
    bindings = scope.bindings.get(name, [])
    parameter = bindings[0] if len(bindings) == 1 else None
    if not isinstance(parameter, Parameter) or parameter.argument.annotation is None:
        return False
    if not isinstance(parameter.default, (ast.Constant, NoneType)):
        return False
    annotation = parameter.argument.annotation
    parts = alternatives(annotation) if isinstance(annotation, ast.BinOp) else [annotation]
    return bool(parts) and all(
        is_none(each) or facts.names.is_one_of(each, scope.annotation_scope, apis.IMMUTABLE)
        for each in parts
    )
