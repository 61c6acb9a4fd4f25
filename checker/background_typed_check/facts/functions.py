"""Which functions calling an expression runs, and what that certainly returns."""

import ast
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, TypeGuard

from background_typed_check import apis
from background_typed_check.facts.classes import without_none
from background_typed_check.facts.meanings import Class, External, Function, Instance, Value
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode, Scope, parameters
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

CALL: Final = "__call__"
OPENING: Final = (*FUNCTIONS, ast.ClassDef, ast.Lambda)
Called: TypeAlias = Function | External


class Returned(Enum):
    """What a call returns of which nothing has run yet."""

    GENERATOR = "generator"
    ASYNC_GENERATOR = "async generator"
    CONTEXT_MANAGER = "context manager"
    ASYNC_CONTEXT_MANAGER = "async context manager"
    COROUTINE = "coroutine"
    COROUTINE_OF_SYNC = "coroutine of a function that is not a coroutine function"


class Stored(NamedTuple):
    """A statement of a class that gives a value to an attribute of `self`."""

    statement: ast.Assign | ast.AnnAssign
    scope: Scope


class Functions:
    """Tells what functions do."""

    def __init__(self, facts: "Facts") -> None:
        """Take what else there is to ask."""
        self.facts = facts

    def called(self, callee: ast.expr, scope: Scope) -> tuple[Called, ...]:
        """Return the functions of which calling an expression runs one, none if not certain."""
        return self.facts.memo.ask(("called", callee), lambda: self._called(callee, scope), ())

    def _called(self, callee: ast.expr, scope: Scope) -> tuple[Called, ...]:
        self.facts.memo.rest_on(scope.source)
        meaning = self.facts.names.resolve(callee, scope)
        if isinstance(meaning, (Class, External)):
            return (meaning,) if isinstance(meaning, External) else ()
        if isinstance(meaning, Function):
            return (meaning,) if self.is_last_word(meaning, scope) else ()
        node, where = meaning if isinstance(meaning, Value) else (callee, scope)
        if isinstance(node, ast.Attribute):
            methods = self.methods(self.facts.classes.of(node.value, where), node.attr, where)
            if methods is not None:
                return methods
        return self.methods(self.facts.classes.of(node, where), CALL, where) or ()

    def methods(
        self, owners: tuple[Instance, ...], name: str, scope: Scope
    ) -> tuple[Called, ...] | None:
        """Return what each of the owners has under a name, None where one is a property.

        None of them means that it is not certain what it is.
        """
        found: list[Called] = []
        for owner in without_none(owners):
            if owner.is_class and name == CALL:
                return ()
            method = self.facts.classes.method(owner, name)
            if method is None:
                return None
            if isinstance(method, Function):
                marks = self.decorators(method)
                if marks is not None and marks & apis.PROPERTIES:
                    return None
                if name in scope.source.stores or not self.is_last_word(method, scope):
                    return ()
            found.append(method)
        return tuple(dict.fromkeys(found))

    def is_last_word(self, function: Function, scope: Scope) -> bool:
        """Return whether this definition is what runs: not abstract, and not replaced."""
        node, source = function.node, function.scope.source
        if function.is_method:
            around = function.scope
            cls = around.node
            if node.name in source.stores or not isinstance(cls, ast.ClassDef):
                return False
            if self.facts.classes.are_any(cls.bases, around.parent or around, apis.PROTOCOLS):
                return False
        elif source is not scope.source and self.facts.names.replaces(node.name, scope.source):
            return False
        return not self.facts.classes.are_any(node.decorator_list, function.scope, apis.ABSTRACT)

    def decorators(self, function: Function) -> frozenset[str] | None:
        """Return the names of the decorators of a function, None if one of them has none."""
        question = ("decorators", function.node)
        return self.facts.memo.ask(question, lambda: self._decorators(function), None)

    def _decorators(self, function: Function) -> frozenset[str] | None:
        names = [self.name_of(each, function.scope) for each in function.node.decorator_list]
        known = [name for name in names if name is not None]
        return frozenset(known) if len(known) == len(names) else None

    def name_of(self, decorator: ast.expr, scope: Scope) -> str | None:
        """Return the name of what a decorator is, or of what it calls."""
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        meaning = self.facts.names.resolve(called, scope)
        if isinstance(meaning, External):
            return meaning.name
        if isinstance(meaning, Value) and isinstance(called, ast.Attribute):
            owners = self.facts.classes.of(called.value, scope)
            if len(owners) == 1 and isinstance(owners[0].of, External):
                return f"{owners[0].of.name}.{called.attr}"
        return None

    def is_bare(self, function: Function) -> bool:
        """Return whether what a function is called by is the function itself."""
        names = [self.name_of(each, function.scope) for each in function.node.decorator_list]
        return all(name is not None and is_transparent(name) for name in names)

    def is_final(self, function: Function) -> bool:
        """Return whether no subclass can override a method."""
        around = function.scope
        cls = around.node
        return self.facts.classes.are_any(function.node.decorator_list, around, apis.FINAL) or (
            isinstance(cls, ast.ClassDef)
            and around.parent is not None
            and self.facts.classes.is_final(Class(cls, around.parent))
        )

    def context_manager(self, function: Function) -> str | None:
        """Return the class of what a function returns that is made a context manager."""
        returned = self.returned_by(function)
        if returned is Returned.CONTEXT_MANAGER:
            return "contextlib._GeneratorContextManager"
        if returned is Returned.ASYNC_CONTEXT_MANAGER:
            return "contextlib._AsyncGeneratorContextManager"
        return None

    def returned(self, functions: tuple[Called, ...]) -> Returned | None:
        """Return what calling one of these functions returns, if all of them return that."""
        found = {self.returned_by(each) for each in functions}
        return found.pop() if len(found) == 1 else None

    def returned_by(self, function: Called) -> Returned | None:
        """Return what calling a function returns, if that is certain."""
        if isinstance(function, External):
            is_coroutine = function.name in apis.COROUTINE_FUNCTIONS
            return Returned.COROUTINE if is_coroutine else None
        question = ("returned", function)
        return self.facts.memo.ask(question, lambda: self._returned_by(function), None)

    def _returned_by(self, function: Function) -> Returned | None:
        self.facts.memo.rest_on(function.scope.source)
        returned = self.returned_undecorated(function)
        for decorator in reversed(function.node.decorator_list):
            returned = self.through(decorator, function, returned)
        if returned is Returned.COROUTINE_OF_SYNC and may_mark(function.scope):
            return None
        return returned

    def returned_undecorated(self, function: Function) -> Returned | None:
        """Return what the function itself returns."""
        node, exact = function.node, function.exact
        result = node.returns
        around = self.facts.annotation_scope(function)
        is_stub = function.scope.source.is_stub
        if not is_stub and self.yields(node):
            if not exact and result is not None and self.is_one_of(result, around, apis.ITERABLES):
                return None  # a subclass may well return a list
            is_async = isinstance(node, ast.AsyncFunctionDef)
            return Returned.ASYNC_GENERATOR if is_async else Returned.GENERATOR
        if isinstance(node, ast.AsyncFunctionDef):
            return Returned.COROUTINE
        if is_stub or not exact:
            return None
        if result is not None and self.is_one_of(result, around, apis.COROUTINES):
            return Returned.COROUTINE_OF_SYNC
        if result is None or self.is_one_of(result, around, apis.AWAITABLES):
            return Returned.COROUTINE_OF_SYNC if self.returns_coroutines_only(function) else None
        return None

    def through(
        self, decorator: ast.expr, function: Function, inner: Returned | None
    ) -> Returned | None:
        """Return what a function returns behind a decorator, by what it returns without."""
        name = self.name_of(decorator, function.scope)
        if name is not None and is_transparent(name):
            return inner
        if name in apis.CONTEXT_MANAGERS and inner is Returned.GENERATOR:
            return Returned.CONTEXT_MANAGER
        if name in apis.ASYNC_CONTEXT_MANAGERS and inner is Returned.ASYNC_GENERATOR:
            return Returned.ASYNC_CONTEXT_MANAGER
        if inner not in {Returned.COROUTINE, Returned.COROUTINE_OF_SYNC}:
            return None
        if name in apis.CACHES or (
            function.exact and self.wraps_plainly(decorator, function.scope)
        ):
            return Returned.COROUTINE_OF_SYNC
        return None

    def is_one_of(self, annotation: ast.expr, scope: Scope, names: frozenset[str]) -> bool:
        """Return whether an annotation stands for instances of these classes."""
        found = self.facts.classes.of_annotation(annotation, scope)
        return bool(found) and all(
            isinstance(each.of, External) and each.of.name in names and not each.is_class
            for each in found
        )

    def yields(self, node: FunctionNode) -> bool:
        """Return whether a function is a generator function, asynchronous or not."""
        question = ("yields", node)
        return self.facts.memo.ask(
            question,
            lambda: any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in inside(node)),
            unknown=False,
        )

    def is_lazy(self, node: FunctionNode) -> bool:
        """Return whether calling a function runs nothing of its body."""
        return isinstance(node, ast.AsyncFunctionDef) or self.yields(node)

    def returns_coroutines_only(self, function: Function) -> bool:
        """Return whether each way through a function returns a call of a coroutine function."""
        node = function.node
        values = [each.value for each in inside(node) if isinstance(each, ast.Return)]
        calls = [each for each in values if isinstance(each, ast.Call)]
        own = self.facts.scope_of(function)
        return (
            isinstance(node.body[-1], (ast.Return, ast.Raise))
            and len(calls) == len(values) > 0
            and all(
                self.returned(self.called(each.func, own)) is Returned.COROUTINE for each in calls
            )
        )

    def wraps_plainly(self, decorator: ast.expr, scope: Scope) -> bool:
        """Return whether a decorator returns a plain function that only returns a call of its own.

        Such a wrapper is not a coroutine function, also with `functools.wraps`, so nobody awaits
        what it returns.
        """
        maker = self.facts.names.resolve(decorator, scope)
        if not isinstance(maker, Function) or not self.is_last_word(maker, scope):
            return False
        node, own = maker.node, self.facts.scope_of(maker)
        wrapped = parameters(node.args)
        if self.is_lazy(node) or node.decorator_list or len(wrapped) != 1 or may_mark(own):
            return False
        *others, last = node.body
        inner = [each for each in others if not is_docstring(each)]
        if len(inner) != 1 or not isinstance(last, ast.Return):
            return False  # more than a docstring, one definition and its return
        wrapper = inner[0]
        if not isinstance(wrapper, ast.FunctionDef) or self.yields(wrapper):
            return False
        if not (isinstance(last.value, ast.Name) and last.value.id == wrapper.name):
            return False
        if not self.facts.classes.are_all(wrapper.decorator_list, own, apis.WRAPS):
            return False
        name = wrapped[0].arg
        values = [each.value for each in inside(wrapper) if isinstance(each, ast.Return)]
        calls = [each.func for each in values if isinstance(each, ast.Call)]
        scopes = self.facts.scopes(own.source)
        uses = [
            each
            for each in ast.walk(wrapper)
            if isinstance(each, ast.Name)
            and each.id == name
            and scopes.around[each].owner(name) is own
            and not any(each in ast.walk(mark) for mark in wrapper.decorator_list)
        ]
        return bool(uses) and all(use in calls for use in uses)

    def may_set(self, source: Source, cls: Class, name: str) -> bool:
        """Return whether a file may give an attribute of a class another value."""
        around = self.facts.scopes(source).around
        for target in source.stores.get(name, ()):
            owner = target.value
            of = self.facts.classes.of(owner, around[owner]) if is_name(owner) else ()
            if not of or any(each.of == cls for each in of):
                return True
        return False

    def assigned_to_self(self, cls: Class, name: str) -> tuple[Stored, ...] | None:
        """Return what the methods of a class give to an attribute, None where that is unclear."""
        source = cls.scope.source
        found = []
        for target in source.stores.get(name, ()):
            owner = target.value
            around = self.facts.scopes(source).around.get(owner) if is_name(owner) else None
            if around is None:
                return None
            of = self.facts.classes.of(owner, around)
            if of and all(each.of != cls for each in of):
                continue  # of something else
            statement = source.parents[target]
            if (
                not of
                or of[0].is_class
                or not isinstance(statement, (ast.AnnAssign, ast.Assign))
                or (isinstance(statement, ast.Assign) and target not in statement.targets)
            ):
                return None
            found.append(Stored(statement, around))
        return tuple(found)


def inside(function: FunctionNode) -> Iterator[ast.AST]:
    """Yield what the body of a function holds, without that of the functions in it."""
    pending: list[ast.AST] = [*function.body]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, OPENING):
            pending.extend(ast.iter_child_nodes(node))


def is_transparent(name: str) -> bool:
    """Return whether a decorator of a name returns what it is given."""
    owner, _, method = name.rpartition(".")
    return name in apis.TRANSPARENT or (owner in apis.ROUTERS and method in apis.ROUTES)


def is_docstring(statement: ast.stmt) -> bool:
    """Return whether a statement does nothing but document."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def may_mark(scope: Scope) -> bool:
    """Return whether a file may have a function taken for a coroutine function that is not one."""
    return scope.source.mentions(apis.COROUTINE_MARKERS)


def is_name(expression: ast.expr) -> TypeGuard[ast.Name]:
    """Return whether an expression is a name."""
    return isinstance(expression, ast.Name)
