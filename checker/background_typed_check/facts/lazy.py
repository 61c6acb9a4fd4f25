"""What a call returns before any of the function has run: a generator, a coroutine."""

import ast
from enum import Enum
from typing import TYPE_CHECKING

from background_typed_check import apis
from background_typed_check.facts.bodies import has_yield, returned_values
from background_typed_check.facts.decorators import is_transparent
from background_typed_check.facts.functions import Called
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.scopes import FunctionNode
from background_typed_check.facts.wrappers import may_mark, wraps_plainly

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Returned(Enum):
    """What a call returns before any of the function has run."""

    GENERATOR = "generator"
    ASYNC_GENERATOR = "async generator"
    CONTEXT_MANAGER = "context manager"
    ASYNC_CONTEXT_MANAGER = "async context manager"
    COROUTINE = "coroutine"
    COROUTINE_OF_SYNC = "coroutine of a function that is not a coroutine function"


class LazyFunctions:
    """Tells which functions return before they have run."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def context_manager(self, function: Function) -> str | None:
        """Return the class of what a `contextmanager` function returns."""
        returned = self.returned_by(function)
        if returned is Returned.CONTEXT_MANAGER:
            return "contextlib._GeneratorContextManager"
        if returned is Returned.ASYNC_CONTEXT_MANAGER:
            return "contextlib._AsyncGeneratorContextManager"
        return None

    def returned(self, functions: tuple[Called, ...]) -> Returned | None:
        """Return what calling these functions returns, if it is the same for all."""
        found = {self.returned_by(each) for each in functions}
        return found.pop() if len(found) == 1 else None

    def returned_by(self, function: Called) -> Returned | None:
        """Return what a call of a function returns, if that is certain."""
        if isinstance(function, External):
            is_coroutine = function.name in apis.COROUTINE_FUNCTIONS
            return Returned.COROUTINE if is_coroutine else None
        question = ("returned", function)
        return self.facts.memo.ask(question, lambda: self._returned_by(function), None)

    def _returned_by(self, function: Function) -> Returned | None:
        self.facts.memo.rest_on(function.scope.source)
        returned = self.returned_undecorated(function)
        for decorator in reversed(function.node.decorator_list):
            returned = self.through(Value(decorator, function.scope), function, returned)
        for applied in function.applied:
            returned = self.through(applied, function, returned)
        if returned is Returned.COROUTINE_OF_SYNC and may_mark(function.scope):
            return None
        return returned

    def returned_undecorated(self, function: Function) -> Returned | None:
        """Return what the function returns without its decorators."""
        node, result = function.node, function.node.returns
        is_stub = function.scope.source.is_stub
        if not is_stub and self.yields(node):
            if not function.exact and self.declares(function, apis.ITERABLES):
                return None  # a subclass may well return a list
            is_async = isinstance(node, ast.AsyncFunctionDef)
            return Returned.ASYNC_GENERATOR if is_async else Returned.GENERATOR
        if isinstance(node, ast.AsyncFunctionDef):
            return Returned.COROUTINE
        if is_stub or not function.exact:
            return None
        if self.declares(function, apis.COROUTINES) or (
            (result is None or self.declares(function, apis.AWAITABLES))
            and self.returns_coroutines_only(function)
        ):
            return Returned.COROUTINE_OF_SYNC
        return None

    def declares(self, function: Function, names: frozenset[str]) -> bool:
        """Return whether a function is annotated to return instances of these classes."""
        result, around = function.node.returns, self.facts.scope_of(function).annotation_scope
        return result is not None and are_all_of(
            self.facts.annotations.classes_of(result, around), names
        )

    def through(
        self, decorator: Value, function: Function, inner: Returned | None
    ) -> Returned | None:
        """Return what a function returns with a decorator, given what it returns without."""
        name = self.facts.decorators.name_of(*decorator)
        if name is not None and is_transparent(name):
            return inner
        if name in apis.CONTEXT_MANAGERS and inner is Returned.GENERATOR:
            return Returned.CONTEXT_MANAGER
        if name in apis.ASYNC_CONTEXT_MANAGERS and inner is Returned.ASYNC_GENERATOR:
            return Returned.ASYNC_CONTEXT_MANAGER
        is_plain = name in apis.CACHES or (
            inner is not None and function.exact and wraps_plainly(*decorator, self.facts)
        )
        if inner in {Returned.COROUTINE, Returned.COROUTINE_OF_SYNC}:
            return Returned.COROUTINE_OF_SYNC if is_plain else None
        return inner if is_plain and name not in apis.CACHES else None

    def yields(self, node: FunctionNode) -> bool:
        """Return whether a function is a generator function, asynchronous or not."""
        return self.facts.memo.ask(("yields", node), lambda: has_yield(node.body), unknown=False)

    def is_lazy(self, node: FunctionNode) -> bool:
        """Return whether calling a function runs nothing of its body."""
        return isinstance(node, ast.AsyncFunctionDef) or self.yields(node)

    def returns_coroutines_only(self, function: Function) -> bool:
        """Return whether every way through a function returns a call of a coroutine function."""
        node, own = function.node, self.facts.scope_of(function)
        values = returned_values(node)
        calls = [each for each in values if isinstance(each, ast.Call)]
        if not isinstance(node.body[-1], (ast.Return, ast.Raise)) or len(calls) < len(values):
            return False
        found = [self.returned(self.facts.functions.called(each.func, own)) for each in calls]
        return bool(found) and all(each is Returned.COROUTINE for each in found)
