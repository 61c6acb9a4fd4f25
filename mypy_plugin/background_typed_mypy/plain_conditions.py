"""What decides a condition, as mypy's tree has it."""

from collections.abc import Iterator

from mypy.nodes import ComparisonExpr, Expression, NameExpr, OpExpr, SymbolNode, UnaryExpr

from background_typed_mypy.plain_calls import CONSTANTS, is_builtin


def tested_in(condition: Expression) -> Iterator[SymbolNode | None]:
    """Yield the names by which a condition may be decided."""
    if isinstance(condition, NameExpr):
        yield condition.node
    elif isinstance(condition, UnaryExpr):
        yield from tested_in(condition.expr)
    elif isinstance(condition, OpExpr):
        yield from tested_in(condition.left)
        yield from tested_in(condition.right)
    elif isinstance(condition, ComparisonExpr):
        yield from tested_in(condition.operands[0])


def is_constant(condition: Expression) -> bool:
    """Return whether a condition is written as a constant."""
    return is_builtin(condition) or isinstance(condition, CONSTANTS)
