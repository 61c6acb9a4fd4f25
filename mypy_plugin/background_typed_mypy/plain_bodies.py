"""What is plain in the body of a function: each statement is looked at once."""

from collections.abc import Callable, Iterator
from typing import Final

from background_typed_check import apis
from mypy.nodes import (
    AssertStmt,
    AssignmentStmt,
    AwaitExpr,
    Block,
    BreakStmt,
    CallExpr,
    ContinueStmt,
    DelStmt,
    Expression,
    ExpressionStmt,
    ForStmt,
    FuncDef,
    IfStmt,
    IndexExpr,
    MatchStmt,
    MemberExpr,
    NameExpr,
    OperatorAssignmentStmt,
    PassStmt,
    RaiseStmt,
    ReturnStmt,
    Statement,
    SymbolNode,
    TryStmt,
    TypeInfo,
    Var,
    WhileStmt,
)

from background_typed_mypy.plain_calls import definition_before, is_known
from background_typed_mypy.plain_conditions import is_constant, tested_in
from background_typed_mypy.plain_responses import makes_response, may_be_response, may_make_response

# Statements that hold no others, and after which a function goes on, or its loop does.
JUMPS: Final = (BreakStmt, ContinueStmt, ReturnStmt)
SIMPLE: Final = (BreakStmt, ContinueStmt, DelStmt, PassStmt)


class Body:
    """The tasks that a function adds, and whether all that it does is plain."""

    def __init__(self, function: FuncDef, may_return: Callable[[SymbolNode], bool]) -> None:
        """Look at each statement once."""
        self.parameters: Final = {each.variable for each in function.arguments}
        self.untyped: Final = {*untyped_in(function)}
        """The parameters of which nothing is known, nor of what comes of them."""
        self.calls: dict[CallExpr, int] = {}
        self.loops = 0
        self.jumps = 0
        self.has_added = False
        self.made: set[SymbolNode | None] = set()
        """The variables that hold results of calls."""
        self.returned: set[SymbolNode | None] = set()
        """The variables that are returned: a response with a background may be in one."""
        self.tested: list[SymbolNode | None] = []
        """The parameters that decide conditions: two about the same one may exclude each other."""
        self.called: dict[SymbolNode, None] = {}
        """The functions of the application that are called, and that have to return."""
        self.is_plain = (
            self.is_block_plain(function.body)
            and bool(self.calls)
            and self.made.isdisjoint(self.returned)
            and len({*self.tested}) == len(self.tested)
            and all(map(may_return, self.called))  # last, because it may have to read other files
        )

    def is_block_plain(self, block: Block | None) -> bool:
        """Return whether all statements of a block are plain."""
        return block is None or all(map(self.is_statement_plain, block.body))

    def is_statement_plain(self, statement: Statement) -> bool:
        """Return whether a statement can neither drop a task nor stop the next one from running."""
        self.jumps += isinstance(statement, JUMPS)
        if isinstance(statement, ExpressionStmt):
            return self.adds(statement.expr) or self.goes_on(statement.expr)
        if isinstance(statement, AssignmentStmt):
            return self.is_assignment_plain(statement)
        if isinstance(statement, OperatorAssignmentStmt):
            return self.goes_on(statement.rvalue)
        if isinstance(statement, ReturnStmt):
            return statement.expr is None or self.is_result_plain(statement.expr)
        if isinstance(statement, AssertStmt):
            self.note_condition(statement.expr)
            return not self.has_added
        return isinstance(statement, SIMPLE) or self.is_compound_plain(statement)

    def is_compound_plain(self, statement: Statement) -> bool:
        """Return the same for a statement that holds others.

        What a `with` closes, a task may use later. A branch that raises is passed over, with its
        tasks, as long as another one goes on, and no task has been added before: that may stand
        under the same condition.
        """
        blocks: list[Block | None]
        later: list[Block | None] = []
        conditions: list[Expression] = []
        if isinstance(statement, IfStmt):
            conditions = statement.expr
            blocks = self.without_raising([*statement.body, statement.else_body])
        elif isinstance(statement, WhileStmt):
            conditions, blocks, later = [statement.expr], [statement.body], [statement.else_body]
        elif isinstance(statement, ForStmt):
            blocks, later = [statement.body], [statement.else_body]
        elif isinstance(statement, MatchStmt):
            conditions = [statement.subject]
            blocks = [*statement.bodies]
        elif isinstance(statement, TryStmt):
            return self.is_try_plain(statement)
        else:
            blocks = []
        is_conditional = bool(blocks) and not any(map(is_constant, conditions))
        for each in conditions:
            self.note_condition(each)
        self.loops += isinstance(statement, (ForStmt, WhileStmt))
        is_plain = is_conditional and all(map(self.is_block_plain, blocks))
        is_plain = is_plain and self.are_without_tasks(later)
        self.loops -= isinstance(statement, (ForStmt, WhileStmt))
        return is_plain

    def is_try_plain(self, statement: TryStmt) -> bool:
        """Return whether a `try` surely goes on behind it, and adds no task that is in doubt."""
        handlers, known = self.without_raising([*statement.handlers]), self.jumps
        blocks = [statement.body, statement.finally_body]
        is_plain = all(map(self.is_block_plain, blocks))
        goes_on = self.jumps == known or not handlers
        return is_plain and goes_on and self.are_without_tasks([*handlers, statement.else_body])

    def are_without_tasks(self, blocks: list[Block | None]) -> bool:
        """Return whether blocks are plain and add nothing: an `except` or `else` may never run."""
        known = len(self.calls)
        return all(map(self.is_block_plain, blocks)) and len(self.calls) == known

    def note_condition(self, condition: Expression) -> None:
        """Note the parameters that a condition is about."""
        self.tested += (each for each in tested_in(condition) if each in self.parameters)

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
        """Return whether an assignment replaces no parameter, and the function goes on after it.

        Nor may it give a response a background.
        """
        names = {each.node for each in statement.lvalues if isinstance(each, NameExpr)}
        value = statement.rvalue
        if may_make_response(value):
            self.made |= names
        gives = any(
            isinstance(each, MemberExpr) and each.name == apis.BACKGROUND
            for each in statement.lvalues
        )
        return not gives and names.isdisjoint(self.parameters) and self.goes_on(value)

    def is_result_plain(self, returned: Expression) -> bool:
        """Return whether a function returns something that is no response with a background.

        A variable is looked at in the end.
        """
        call = returned.expr if isinstance(returned, AwaitExpr) else returned
        if isinstance(returned, NameExpr):
            self.returned.add(returned.node)
            variable = returned.node if returned.node in self.parameters else None
            return not isinstance(variable, Var) or not may_be_response(variable.type)
        if isinstance(call, CallExpr):
            is_given = apis.BACKGROUND in call.arg_names
            return not (is_given or makes_response(call.callee)) and self.goes_on(returned)
        return self.goes_on(returned)

    def goes_on(self, expression: Expression) -> bool:
        """Return whether an expression is not a call that never returns, and note whom it calls."""
        call = expression.expr if isinstance(expression, AwaitExpr) else expression
        if not isinstance(call, CallExpr):
            return True
        callee = definition_before(call.callee)
        if callee is None:
            return root_of(call.callee) in self.untyped
        if isinstance(callee, TypeInfo):
            return True
        if is_known(callee):
            return callee.fullname not in apis.NEVER_RETURNING
        self.called[callee] = None
        return True


def untyped_in(function: FuncDef) -> Iterator[SymbolNode]:
    """Yield the parameters of a function that have no annotation, apart from `self` or `cls`."""
    for each in function.arguments[bool(function.info) :]:
        if each.type_annotation is None:
            yield each.variable


def root_of(expression: Expression) -> SymbolNode | None:
    """Return the variable that an expression begins with."""
    while isinstance(expression, (AwaitExpr, CallExpr, IndexExpr, MemberExpr)):
        if isinstance(expression, CallExpr):
            expression = expression.callee
        elif isinstance(expression, IndexExpr):
            expression = expression.base
        else:
            expression = expression.expr
    return expression.node if isinstance(expression, NameExpr) else None
