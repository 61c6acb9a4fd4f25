"""What small computations do: whether they come to a value, or surely raise instead.

They are made of constants, and of names that are known to be `True` or `False`: `1 / int(flag)`,
`("a", "b")[flag]`.
"""

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from background_typed_check import apis
from background_typed_check.facts.around import body_around
from background_typed_check.facts.computations import LITERALS, computation
from background_typed_check.facts.conditions import Known, exactly, truth
from background_typed_check.facts.exceptions import Raised, named
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

DIVIDING: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
# What the computations here may raise.
ERRORS: Final = (ArithmeticError, LookupError, TypeError, ValueError)


class UnknownError(Exception):
    """What an expression comes to is not known."""


class Values:
    """Tells what small computations do."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def failure_of(self, statement: ast.stmt, source: Source) -> Raised | None:
        """Return what a statement surely raises by a computation, by what is known now."""
        value = computation(statement)
        if value is None:
            return None
        error = self.error_of(value, self.facts.scopes(source).of[body_around(statement, source)])
        is_known = error is not None and not isinstance(error, UnknownError)
        return Raised(named(type(error))) if is_known else None

    def is_value(self, value: ast.expr, scope: Scope) -> bool:
        """Return whether an expression surely comes to a value."""
        return self.error_of(value, scope) is None

    def error_of(self, value: ast.expr, scope: Scope) -> Exception | None:
        """Return the exception that an expression raises, UnknownError if it is not known."""
        try:
            Computer(self.facts.flow.known, scope, self.facts).value_of(value)
        except (UnknownError, *ERRORS) as error:
            return error
        return None


class Computer:
    """Computes expressions as Python does."""

    def __init__(self, known: Known, scope: Scope, facts: "Facts") -> None:
        """Take what is known about names, and where the expressions stand."""
        self.known = known
        self.scope = scope
        self.facts = facts

    def value_of(self, node: ast.expr | None) -> Any:  # noqa: ANN401  # whatever it is
        """Return what an expression comes to.

        Raises:
            UnknownError: If that is not known.
            Exception: If the expression raises it.

        """
        match node:
            case ast.Constant(value=value):
                return value
            case ast.List() | ast.Tuple() | ast.Dict():
                return self.value_of_literal(node)
            case ast.Subscript(value=value, slice=index) if isinstance(value, LITERALS):
                return self.value_of(value)[self.value_of(index)]
            case ast.IfExp(test=test, body=body, orelse=orelse):
                is_true = self.decided(truth(test, self.known))
                return self.value_of(body if is_true else orelse)
            case ast.Call(func=ast.Name(id=apis.INT) as func, args=[number], keywords=[]):
                if self.facts.names.is_one_of(func, self.scope, apis.INTEGER):
                    return int(self.value_of(number))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in DIVIDING:
                return DIVIDING[type(op)](self.number(left), self.number(right))
            case ast.Name() | ast.UnaryOp() | ast.Compare():
                return self.decided(exactly(node, self.known))
        raise UnknownError

    def value_of_literal(self, literal: ast.List | ast.Tuple | ast.Dict) -> Any:  # noqa: ANN401
        """Return the list, tuple or dictionary that is written out."""
        match literal:
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values, strict=True)
                return {self.value_of(key): self.value_of(value) for key, value in pairs}
            case ast.List(elts=elts):
                return [*map(self.value_of, elts)]
        return (*map(self.value_of, literal.elts),)

    def number(self, node: ast.expr) -> float:
        """Return the number that an expression comes to."""
        found = self.value_of(node)
        if not isinstance(found, (int, float)):
            raise UnknownError
        return found

    def decided(self, answer: bool | None) -> bool:  # noqa: FBT001  # it is what is asked about
        """Return an answer if it is known."""
        if answer is None:
            raise UnknownError
        return answer
