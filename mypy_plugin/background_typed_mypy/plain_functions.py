"""Which functions are plain: nothing in them can drop the tasks that they add to a parameter.

Most handlers are. mypy's own tree shows it, for a fraction of what the rules cost.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

from background_typed_check import apis
from mypy.nodes import (
    AwaitExpr,
    CallExpr,
    ClassDef,
    Decorator,
    Expression,
    ExpressionStmt,
    FuncDef,
    MemberExpr,
    MypyFile,
    PassStmt,
    Statement,
    SymbolNode,
)
from mypy.types import CallableType, Instance, UninhabitedType, get_proper_type

from background_typed_mypy import internals
from background_typed_mypy.internals import Checker
from background_typed_mypy.per_file import PerFile
from background_typed_mypy.plain_bodies import Body

Definition = TypeVar("Definition", bound=SymbolNode)
Shows: TypeAlias = Callable[[Checker, Definition], bool]


class PlainFunctions:
    """Tells which tasks a function adds to its own parameter, and surely does not drop."""

    def __init__(self, shows_return: Shows[SymbolNode], shows_end: Shows[FuncDef]) -> None:
        """Start outside of any function.

        Args:
            shows_return: Tells whether the source of a function shows that it may return.
            shows_end: Tells the same by the text of a function in another file, if that is enough.

        """
        self.shows_return = shows_return
        self.shows_end = shows_end
        self.returning = PerFile(self.may_return)
        self.moment: object = None
        self.tree: MypyFile | None = None
        self.handlers: set[FuncDef] = set()
        """The functions of the file whose decorators only add a route."""
        self.function: FuncDef | None = None
        self.calls: dict[CallExpr, int] = {}
        """What the function that is being checked adds, and in how many loops each stands."""

    def keeps(self, checker: Checker, call: CallExpr) -> bool:
        """Return whether nothing can drop the task that a call adds."""
        around, moment = internals.function_around(checker), internals.moment(checker)
        function = around if isinstance(around, FuncDef) else None
        if self.tree is not checker.tree or self.moment is not moment:
            self.tree, self.moment, self.function = checker.tree, moment, None
            self.handlers = set(handlers_in(checker.tree.defs))
        if function is not self.function:
            self.function, self.calls = function, {}
            is_inside = internals.is_inside_function(checker)
            if function is not None and not is_inside and self.may_be_plain(function):
                body = Body(function, functools.partial(self.returning.ask, checker))
                self.calls = body.calls if body.is_plain else {}
        return call in self.calls

    def may_be_plain(self, function: FuncDef) -> bool:
        """Return whether nothing is special about a function, apart from its body."""
        if function.is_generator or function.is_async_generator:
            return False
        if function.is_decorated:
            return function in self.handlers
        return not takes_more_than_request(function)

    def may_return(self, checker: Checker, callee: SymbolNode) -> bool:
        """Return whether a function of the application may return when it is called."""
        function = callee.func if isinstance(callee, Decorator) else callee
        if isinstance(function, FuncDef) and not is_declared_endless(function):
            # mypy forgets bodies in other files, and checks nothing again here when they change.
            is_here = internals.module_of(checker, callee.fullname) == checker.tree.fullname
            if ends_openly(function) if is_here else self.shows_end(checker, function):
                return True
        return self.shows_return(checker, callee)


def handlers_in(definitions: Iterable[Statement]) -> Iterator[FuncDef]:
    """Yield the functions whose decorators only add a route."""
    for each in definitions:
        if isinstance(each, Decorator) and all(map(adds_route, each.original_decorators)):
            yield each.func
        elif isinstance(each, ClassDef):
            yield from handlers_in(each.defs.body)


def adds_route(decorator: Expression) -> bool:
    """Return whether a decorator has the form of one that adds a route."""
    made = decorator.callee if isinstance(decorator, CallExpr) else None
    return isinstance(made, MemberExpr) and made.name in apis.ROUTES


def is_declared_endless(function: FuncDef) -> bool:
    """Return whether a function is declared to return never."""
    typ = function.type
    return isinstance(typ, CallableType) and isinstance(
        get_proper_type(typ.ret_type), UninhabitedType
    )


def ends_openly(function: FuncDef) -> bool:
    """Return whether a `return`, or the last statement of a function, shows that it returns."""
    last = function.body.body[-1] if function.body.body else None
    values = internals.returned_in(function)
    if isinstance(last, ExpressionStmt):
        values.append(last.expr)
    return isinstance(last, PassStmt) or not all(
        isinstance(each, (AwaitExpr, CallExpr)) for each in values
    )


def takes_more_than_request(function: FuncDef) -> bool:
    """Return whether a function may be an exception handler or middleware that takes too much."""
    typ = function.type
    if not isinstance(typ, CallableType) or len(typ.arg_types) < 3:  # noqa: PLR2004
        return False
    firsts = map(get_proper_type, typ.arg_types[:2])  # perhaps behind `self`
    return any(
        isinstance(each, Instance) and each.type.fullname in apis.REQUESTS for each in firsts
    )
