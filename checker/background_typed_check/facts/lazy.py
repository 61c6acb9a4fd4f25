"""What a call returns before any of the function has run: a generator, a coroutine."""

import ast
from enum import Enum
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.bodies import has_yield, returned_values
from background_typed_check.facts.decorators import is_transparent
from background_typed_check.facts.functions import Called
from background_typed_check.facts.instances import are_all_of
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.scopes import FunctionNode
from background_typed_check.facts.wrappers import may_mark
from background_typed_check.facts.wrapping import Wrapping, wrapping_of

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
    GENERATOR_OF_SYNC = "generator of a function that is not a generator function"
    DROPPED = "nothing of what it makes, which nobody runs"


COROUTINES: Final = {Returned.COROUTINE, Returned.COROUTINE_OF_SYNC}
GENERATORS: Final = {Returned.GENERATOR, Returned.GENERATOR_OF_SYNC}


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
            if function.name in apis.AWAITABLE_MAKERS:
                return Returned.COROUTINE_OF_SYNC
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
        node = function.node
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
        if self.declares(function, apis.COROUTINES):
            return Returned.COROUTINE_OF_SYNC
        is_open = self.may_return_anything(function)
        if not is_open and not self.declares(function, apis.AWAITABLES):
            return None
        returned = self.returned_by_calls(function)
        if returned is Returned.COROUTINE or (is_open and returned is Returned.COROUTINE_OF_SYNC):
            return Returned.COROUTINE_OF_SYNC
        is_lazy = is_open and returned in GENERATORS and only_makes(node)
        return Returned.GENERATOR_OF_SYNC if is_lazy else None

    def may_return_anything(self, function: Function) -> bool:
        """Return whether the annotation of a function does not say what it returns."""
        result, around = function.node.returns, self.facts.scope_of(function).annotation_scope
        return result is None or self.facts.names.is_one_of(result, around, apis.ANYTHING)

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
        if name in apis.CACHES:
            return Returned.COROUTINE_OF_SYNC if inner in COROUTINES else None
        if not function.exact:
            return None
        match wrapping_of(*decorator, self.facts):
            case Wrapping.ASYNC:
                return Returned.COROUTINE
            case Wrapping.SAME:
                return inner
            case Wrapping.DROPPING:
                return Returned.DROPPED if inner is not None else None
            case Wrapping.RETURNING:
                return Returned.COROUTINE_OF_SYNC if inner in COROUTINES else inner
        return None

    def yields(self, node: FunctionNode) -> bool:
        """Return whether a function is a generator function, asynchronous or not."""
        return self.facts.memo.ask(("yields", node), lambda: has_yield(node.body), unknown=False)

    def is_lazy(self, node: FunctionNode) -> bool:
        """Return whether calling a function runs nothing of its body."""
        return isinstance(node, ast.AsyncFunctionDef) or self.yields(node)

    def returned_by_calls(self, function: Function) -> Returned | None:
        """Return what the calls return that every way through a function returns."""
        node, own = function.node, self.facts.scope_of(function)
        if not isinstance(node.body[-1], (ast.Return, ast.Raise)):
            return None
        given = [each for value in returned_values(node) for each in alternatives(value)]
        names = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
        read = [each.id for each in names if isinstance(each.ctx, ast.Load)]
        if any(isinstance(each, ast.Name) and read.count(each.id) > 1 for each in given):
            return None  # it may have been awaited
        values = [self.facts.names.resolve(each, own) for each in given]
        found = {
            self.returned(self.facts.functions.called(each.node.func, each.scope))
            if isinstance(each, Value) and isinstance(each.node, ast.Call)
            else None
            for each in values
        }
        return found.pop() if len(found) == 1 else None


def alternatives(value: ast.expr | None) -> list[ast.expr]:
    """Return the values that a `return` chooses from, None as an expression."""
    if isinstance(value, ast.IfExp):
        return [value.body, value.orelse]
    return [value if value is not None else ast.Constant(None)]


def only_makes(node: FunctionNode) -> bool:
    """Return whether all that a function does is to return something that single calls make."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    made = [value for each in returned_values(node) for value in alternatives(each)]
    return len(body) == 1 and len(calls) == len(made)
