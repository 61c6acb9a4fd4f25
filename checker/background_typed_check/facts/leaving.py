"""Which calls never return, and which context managers leave exceptions alone."""

import ast
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.around import is_guarded
from background_typed_check.facts.bodies import returned_values, unawaited
from background_typed_check.facts.conditions import NOTHING
from background_typed_check.facts.flow import ON, Ends
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.scopes import FunctionNode, Scope
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


# Statements that a function goes on after.
PLAIN: Final = (
    ast.AugAssign,
    ast.ClassDef,
    ast.Delete,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Pass,
)


class Leaving:
    """Tells how exceptions leave code."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def is_stopped_by_call(self, statement: ast.stmt, source: Source) -> bool:
        """Return whether the value of a statement is a call that never returns."""
        value = getattr(statement, "value", None)
        call = unawaited(value) if value is not None else None
        if not isinstance(call, ast.Call) or getattr(call.func, "attr", "") in apis.ADDERS:
            return False  # adding a task returns, and is the most frequent call here
        scope = self.facts.scopes(source).around[call]
        # Of libraries, few functions never return, and no methods: to read those takes long.
        is_imported = self.facts.imports.begins_with_import(call.func, scope)
        facts = self.facts if is_imported else self.facts.without_libraries
        functions = facts.functions.called(call.func, scope)
        awaited = isinstance(value, ast.Await)
        return bool(functions) and all(
            each.name in apis.NEVER_RETURNING
            if isinstance(each, External)
            else self.never_returns(each, awaited=awaited)
            for each in functions
        )

    def never_returns(self, function: Function, *, awaited: bool) -> bool:
        """Return whether a call of a function never returns."""
        node = function.node
        if isinstance(node, ast.AsyncFunctionDef) != awaited or self.facts.lazy.yields(node):
            return False
        if not self.facts.decorators.are_transparent(function):
            return False
        if self.facts.without_libraries.lazy.declares(function, apis.NO_RETURN):
            return is_left_out(node) or may_leave(node)
        return function.exact and not function.scope.source.is_stub and self.leaves(node, function)

    def leaves(self, node: FunctionNode, function: Function) -> bool:
        """Return whether a function is seen to leave by an exception, or never."""
        if not may_leave(node):
            return False
        ends = self.facts.memo.ask(("leaves", node), lambda: self.ends_of(function), ON)
        return not ends.goes_on and all(each.raises for each in ends.exits)

    def ends_of(self, function: Function) -> Ends:
        """Return how the body of a function may end, whatever its arguments are."""
        with self.facts.flow.assuming(NOTHING):  # its names are others
            return self.facts.flow.of_block(function.node.body, function.scope.source)

    def passes_on(self, manager: ast.expr, source: Source) -> bool:
        """Return whether a context manager surely leaves exceptions alone."""
        scope = self.facts.scopes(source).around.find(manager)
        if scope is None:
            return False
        made = self.facts.expressions.classes_of(manager, scope)
        if are_all_of(made, apis.LEAVING_EXCEPTIONS):
            return True
        maker = self.maker_of(manager, scope)
        return maker is not None and yields_openly(maker)

    def maker_of(self, manager: ast.expr, scope: Scope) -> Function | None:
        """Return the `contextmanager` function that makes a context manager."""
        meaning = self.facts.names.resolve(manager, scope)
        call = meaning.node if isinstance(meaning, Value) else None
        if not isinstance(meaning, Value) or not isinstance(call, ast.Call):
            return None
        made_by = self.facts.functions.called(call.func, meaning.scope)
        maker = made_by[0] if len(made_by) == 1 else None
        if not isinstance(maker, Function) or not maker.exact:
            return None
        return maker if self.facts.lazy.context_manager(maker) is not None else None


def may_leave(node: FunctionNode) -> bool:
    """Return whether a function may never return, by a look that needs no other file.

    Most functions end by a plain `return`, or by a statement that is not a call.
    """
    last = node.body[-1]
    if isinstance(last, ast.Expr) and not called_in(last.value):
        return False
    return not isinstance(last, PLAIN) and all(
        each is not None and called_in(each) for each in returned_values(node)
    )


def is_left_out(node: FunctionNode) -> bool:
    """Return whether a function has `...` for a body."""
    last = node.body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant)


def called_in(value: ast.expr) -> bool:
    """Return whether an expression is a call, awaited or not."""
    return isinstance(unawaited(value), ast.Call)


def yields_openly(maker: Function) -> bool:
    """Return whether no `try` or `with` around a `yield` can stop an exception."""
    source, node = maker.scope.source, maker.node
    yields = (each for each in ast.walk(node) if isinstance(each, ast.Yield))
    return not any(is_guarded(source.parents[each], node, source) for each in yields)
