"""Which functions are plain: nothing in them can drop the tasks that they add to a parameter.

Most handlers are. mypy's own tree shows it, for a fraction of what the rules cost.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from background_typed_check import apis
from mypy.nodes import (
    AssertStmt,
    AssignmentStmt,
    AwaitExpr,
    Block,
    BreakStmt,
    BytesExpr,
    CallExpr,
    ClassDef,
    ComplexExpr,
    ContinueStmt,
    Decorator,
    DelStmt,
    EllipsisExpr,
    Expression,
    ExpressionStmt,
    FloatExpr,
    ForStmt,
    FuncDef,
    IfStmt,
    IntExpr,
    MatchStmt,
    MemberExpr,
    MypyFile,
    NameExpr,
    OperatorAssignmentStmt,
    PassStmt,
    RaiseStmt,
    ReturnStmt,
    Statement,
    StrExpr,
    SymbolNode,
    TryStmt,
    TypeInfo,
    WhileStmt,
    WithStmt,
)
from mypy.types import CallableType, UninhabitedType, get_proper_type

from background_typed_mypy import internals
from background_typed_mypy.internals import Checker
from background_typed_mypy.plain_calls import definition_before, is_known

# Statements that hold no others, and after which a function goes on, or its loop does.
SIMPLE: Final = (AssertStmt, BreakStmt, ContinueStmt, DelStmt, PassStmt)
CONSTANTS: Final = (BytesExpr, ComplexExpr, EllipsisExpr, FloatExpr, IntExpr, StrExpr)
BUILTINS: Final = "builtins."
Returns: TypeAlias = Callable[[Checker, SymbolNode], bool]
"""Returns whether the source of a function shows that a call of it may return."""


class PlainFunctions:
    """Tells which tasks a function adds to its own parameter, and surely does not drop."""

    def __init__(self, shows_return: Returns) -> None:
        """Start outside of any function."""
        self.shows_return = shows_return
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
                body = Body(function, functools.partial(self.may_return, checker))
                self.calls = body.calls if body.is_plain else {}
        return call in self.calls

    def may_be_plain(self, function: FuncDef) -> bool:
        """Return whether nothing is special about a function, apart from its body."""
        if function.is_generator or function.is_async_generator:
            return False
        return not function.is_decorated or function in self.handlers

    def may_return(self, checker: Checker, callee: SymbolNode) -> bool:
        """Return whether a function of the application may return when it is called."""
        # The body of a function in another file may change while this file is not checked again.
        is_here = internals.module_of(checker, callee.fullname) == checker.tree.fullname
        if is_here and isinstance(callee, FuncDef) and ends_openly(callee):
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


class Body:
    """The tasks that a function adds, and whether all that it does is plain."""

    def __init__(self, function: FuncDef, may_return: Callable[[SymbolNode], bool]) -> None:
        """Look at each statement once."""
        self.may_return = may_return
        self.parameters: Final = {each.variable for each in function.arguments}
        self.calls: dict[CallExpr, int] = {}
        self.loops = 0
        self.has_added = False
        self.made: set[SymbolNode | None] = set()
        """The variables that hold results of calls."""
        self.returned: set[SymbolNode | None] = set()
        """The variables that are returned: a response with a background may be in one."""
        self.is_plain = self.is_block_plain(function.body) and self.made.isdisjoint(self.returned)

    def is_block_plain(self, block: Block | None) -> bool:
        """Return whether all statements of a block are plain."""
        return block is None or all(map(self.is_statement_plain, block.body))

    def is_statement_plain(self, statement: Statement) -> bool:
        """Return whether a statement can neither drop a task nor stop the next one from running."""
        if isinstance(statement, ExpressionStmt):
            return self.adds(statement.expr) or self.goes_on(statement.expr)
        if isinstance(statement, AssignmentStmt):
            return self.is_assignment_plain(statement)
        if isinstance(statement, OperatorAssignmentStmt):
            return self.goes_on(statement.rvalue)
        if isinstance(statement, ReturnStmt):
            return statement.expr is None or self.is_result_plain(statement.expr)
        return isinstance(statement, SIMPLE) or self.is_compound_plain(statement)

    def is_compound_plain(self, statement: Statement) -> bool:
        """Return the same for a statement that holds others.

        A branch that raises is passed over, with its tasks, as long as another one goes on, and no
        task has been added before: that may stand under the same condition.
        """
        blocks: list[Block | None]
        conditions: list[Expression] = []
        if isinstance(statement, IfStmt):
            conditions = statement.expr
            blocks = self.without_raising([*statement.body, statement.else_body])
        elif isinstance(statement, WhileStmt):
            conditions, blocks = [statement.expr], [statement.body, statement.else_body]
        elif isinstance(statement, ForStmt):
            blocks = [statement.body, statement.else_body]
        elif isinstance(statement, WithStmt):
            blocks = [statement.body]
        elif isinstance(statement, MatchStmt):
            blocks = [*statement.bodies]
        elif isinstance(statement, TryStmt):
            blocks = [statement.body, statement.else_body, statement.finally_body]
            blocks += self.without_raising([*statement.handlers])
        else:
            blocks = []
        is_conditional = bool(blocks) and not any(map(is_constant, conditions))
        self.loops += isinstance(statement, (ForStmt, WhileStmt))
        is_plain = is_conditional and all(map(self.is_block_plain, blocks))
        self.loops -= isinstance(statement, (ForStmt, WhileStmt))
        return is_plain

    def without_raising(self, branches: list[Block | None]) -> list[Block | None]:
        """Return the branches without those that raise, as long as no task has been added."""
        if self.has_added:
            return branches
        return [
            each for each in branches if each is None or not isinstance(each.body[-1], RaiseStmt)
        ]

    def adds(self, expression: Expression) -> bool:
        """Return whether an expression adds a task, and note it if it is added to a parameter."""
        if not isinstance(expression, CallExpr):
            return False
        called = expression.callee
        if not isinstance(called, MemberExpr) or called.name not in apis.ADDERS:
            return False
        self.has_added = True
        if isinstance(called.expr, NameExpr) and called.expr.node in self.parameters:
            self.calls[expression] = self.loops
        return True

    def is_assignment_plain(self, statement: AssignmentStmt) -> bool:
        """Return whether an assignment replaces no parameter, and the function goes on after it."""
        names = {each.node for each in statement.lvalues if isinstance(each, NameExpr)}
        if isinstance(statement.rvalue, (AwaitExpr, CallExpr)):
            self.made |= names
        return names.isdisjoint(self.parameters) and self.goes_on(statement.rvalue)

    def is_result_plain(self, returned: Expression) -> bool:
        """Return whether a function returns something that is no response with a background.

        A variable is looked at in the end.
        """
        if isinstance(returned, NameExpr):
            self.returned.add(returned.node)
        elif isinstance(returned, CallExpr):
            return apis.BACKGROUND not in returned.arg_names and self.goes_on(returned)
        return self.goes_on(returned)

    def goes_on(self, expression: Expression) -> bool:
        """Return whether an expression is not a call that never returns."""
        call = expression.expr if isinstance(expression, AwaitExpr) else expression
        if not isinstance(call, CallExpr):
            return True
        callee = definition_before(call.callee)
        if callee is None or isinstance(callee, TypeInfo):
            return callee is not None
        if is_known(callee):
            return callee.fullname not in apis.NEVER_RETURNING
        return self.may_return(callee)


def ends_openly(function: FuncDef) -> bool:
    """Return whether the last statement of a function shows that it returns."""
    if isinstance(function.type, CallableType) and isinstance(
        get_proper_type(function.type.ret_type), UninhabitedType
    ):
        return False
    last = function.body.body[-1] if function.body.body else None
    if isinstance(last, (ExpressionStmt, ReturnStmt)):
        return not isinstance(last.expr, (AwaitExpr, CallExpr))
    return isinstance(last, PassStmt)


def is_constant(condition: Expression) -> bool:
    """Return whether a condition is written as a constant."""
    if isinstance(condition, NameExpr):
        return condition.fullname.startswith(BUILTINS)
    return isinstance(condition, CONSTANTS)
