"""What is in the bodies of functions."""

import ast
from collections.abc import Iterator
from typing import Final

from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode
from background_typed_check.facts.source import children

OPENING: Final = (*FUNCTIONS, ast.ClassDef, ast.Lambda)


def inside(function: FunctionNode) -> Iterator[ast.AST]:
    """Yield the nodes in the body of a function, without those of nested functions."""
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, OPENING):
            pending += children(node)


def has_yield(function: FunctionNode) -> bool:
    """Return whether a function is a generator function, asynchronous or not."""
    return any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in inside(function))


def yields_itself(node: ast.Lambda) -> bool:
    """Return whether a lambda is a generator function."""
    pending: list[ast.AST] = [node.body]
    while pending:
        each = pending.pop()
        if isinstance(each, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(each, OPENING):
            pending += children(each)
    return False


def returned_values(function: FunctionNode) -> list[ast.expr | None]:
    """Return the value of each `return` of a function."""
    return [each.value for each in inside(function) if isinstance(each, ast.Return)]
