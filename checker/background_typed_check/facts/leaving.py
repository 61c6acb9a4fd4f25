"""Which calls never return, and which context managers leave exceptions alone."""

import ast
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.around import is_guarded
from background_typed_check.facts.bodies import called_at_once, inside, returned_values, unawaited
from background_typed_check.facts.conditions import NOTHING, Known, worlds_given
from background_typed_check.facts.ends import NEVER, ON, Ends
from background_typed_check.facts.failing import failure_of
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.passed import known_inside
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode, Scope
from background_typed_check.facts.source import Source, walk

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
        call = called_at_once(value) if value is not None else None
        if not isinstance(call, ast.Call):
            return False
        scope = self.facts.scopes(source).around[call]
        if failure_of(call, scope, self.facts) is not None:
            return True
        if getattr(call.func, "attr", "") in apis.ADDERS:
            return False  # the most frequent call here
        # Of libraries, few functions never return, and no methods: to read those takes long.
        is_imported = self.facts.imports.begins_with_import(call.func, scope)
        facts = self.facts if is_imported else self.facts.without_libraries
        functions = facts.functions.called(call.func, scope)
        awaited = isinstance(value, ast.Await)
        return bool(functions) and all(
            each.name in apis.NEVER_RETURNING
            if isinstance(each, External)
            else self.never_returns(
                each, known_inside(call, each, scope, self.facts), awaited=awaited
            )
            for each in functions
        )

    def depends(self, statement: ast.stmt, known: Known, source: Source) -> bool:
        """Return whether a statement calls a function that may be given what is known."""
        value = getattr(statement, "value", None) if known else None
        call = called_at_once(value) if value is not None else None
        if not isinstance(call, ast.Call):
            return False
        names = {each.name for each in known}
        if any(isinstance(each, ast.Name) and each.id in names for each in walk(call)):
            return True
        owner = self.facts.scopes(source).around[call].owner(getattr(call.func, "id", ""))
        return owner is not None and isinstance(owner.node, FUNCTIONS)

    def never_returns(self, function: Function, known: Known, *, awaited: bool) -> bool:
        """Return whether a call of a function never returns, by what is known in it."""
        node = function.node
        if isinstance(node, ast.AsyncFunctionDef) != awaited or self.facts.lazy.yields(node):
            return False
        if not self.facts.decorators.are_transparent(function):
            return False
        if self.facts.without_libraries.lazy.declares(function, apis.NO_RETURN):
            return is_left_out(node) or may_leave(node)
        is_seen = function.exact and not function.scope.source.is_stub
        if not is_seen or not may_leave(node):
            return False
        ends = self.ends_of(function, known)
        return not ends.goes_on and all(each.raises for each in ends.exits)

    def may_return(self, function: Function) -> bool:
        """Return whether any call of a function may return, awaited or not."""
        question = ("may return", function.node)
        return self.facts.memo.ask(question, lambda: self._may_return(function), unknown=True)

    def _may_return(self, function: Function) -> bool:
        if any(self.never_returns(function, NOTHING, awaited=each) for each in (True, False)):
            return False
        if not may_leave(function.node):
            return True
        if any(each.raises for each in self.ends_of(function).exits):
            return False  # arguments may decide on that
        source = function.scope.source
        return all(self.may_go_on(each, source) for each in inside(function.node.body))

    def may_go_on(self, node: ast.AST, source: Source) -> bool:
        """Return whether a statement is no call that arguments may keep from returning."""
        value = node.value if isinstance(node, (ast.Expr, ast.Return)) else None
        call = unawaited(value) if value is not None else None
        if not isinstance(call, ast.Call):
            return True
        functions = self.facts.without_libraries.functions.called(
            call.func, self.facts.scopes(source).around[call]
        )
        return all(isinstance(each, External) or self.may_return(each) for each in functions)

    def ends_of(self, function: Function, known: Known = NOTHING) -> Ends:
        """Return how the body of a function may end, by what is known about its parameters."""
        question = ("ends of", function.node, known)
        return self.facts.memo.ask(question, lambda: self._ends_of(function, known), ON)

    def _ends_of(self, function: Function, known: Known) -> Ends:
        found, body = NEVER, function.node.body
        for world in worlds_given(known, self.facts.scope_of(function), self.facts):
            with self.facts.flow.assuming(world):  # other names than those around the call
                found = found.or_else(self.facts.flow.of_block(body, function.scope.source))
        return found

    def passes_on(self, manager: ast.expr, source: Source) -> bool:
        """Return whether a context manager surely leaves exceptions alone."""
        scope = self.facts.scopes(source).around.get(manager)
        if scope is None:
            return False
        made = self.facts.expressions.classes_of(manager, scope)
        if are_all_of(made, apis.LEAVING_EXCEPTIONS):
            return True
        if are_all_of(made, apis.STACKS):
            return self.enters_what_passes_on(manager, scope)
        maker = self.maker_of(manager, scope)
        return maker is not None and yields_openly(maker)

    def enters_what_passes_on(self, stack: ast.expr, scope: Scope) -> bool:
        """Return whether all that is done with the stack of a `with` is to enter others on it."""
        source = scope.source
        parents, scopes = source.parents, self.facts.scopes(source)
        target = getattr(parents[stack], "optional_vars", stack)
        if not isinstance(target, ast.Name):
            return target is None
        owner = scope.owner(target.id)
        if owner is None or len(owner.bindings[target.id]) != 1:
            return False
        for each in scopes.names[target.id]:
            if each is not target and scopes.around[each].owner(target.id) is owner:
                entering = parents[parents[each]]
                is_entered = getattr(parents[each], "attr", "") in apis.ENTERING
                if not is_entered or not isinstance(entering, ast.Call):
                    return False
                if not all(self.passes_on(manager, source) for manager in entering.args):
                    return False
        return True

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
