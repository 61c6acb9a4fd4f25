"""What is in the bodies of functions."""

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from background_typed_check.facts.parents import children
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode

OPENING: Final = (*FUNCTIONS, ast.ClassDef, ast.Lambda)


def inside(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield nodes and what is in them, without what is in nested functions and classes."""
    pending: list[ast.AST] = [*nodes]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, OPENING):
            pending += children(node)


def unawaited(expression: ast.expr) -> ast.expr:
    """Return what an `await` waits for, or else the expression itself."""
    return expression.value if isinstance(expression, ast.Await) else expression


def called_at_once(expression: ast.expr) -> ast.expr:
    """Return the call that an expression makes, or the one in `list(map(lambda _: f(), [1]))`."""
    match unawaited(expression):
        case ast.Call(
            func=ast.Name(id="list" | "tuple"),
            args=[
                ast.Call(
                    func=ast.Name(id="map"),
                    args=[ast.Lambda(body=ast.Call() as made), ast.List(elts=[_])],
                )
            ],
        ):
            return made
        case found:
            return found


def has_yield(nodes: Iterable[ast.AST]) -> bool:
    """Return whether a `yield` of the same function is in some nodes, such as a function's body."""
    return any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in inside(nodes))


def returned_values(function: FunctionNode) -> list[ast.expr | None]:
    """Return the value of each `return` of a function."""
    return [each.value for each in inside(function.body) if isinstance(each, ast.Return)]
