"""Which functions a call runs."""

import ast
from typing import TYPE_CHECKING, TypeAlias

from background_typed_check import apis
from background_typed_check.facts.classes import CALL
from background_typed_check.facts.instances import Instances, without_none
from background_typed_check.facts.meanings import Class, External, Function, Meaning, Value
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.wrapping import wrapping_of

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

Called: TypeAlias = Function | External


class Functions:
    """Tells which functions are called."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def called(self, callee: ast.expr, scope: Scope) -> tuple[Called, ...]:
        """Return the functions that a call may run, one of them for sure; empty if uncertain."""
        return self.called_as(self.facts.names.resolve(callee, scope), callee, scope)

    def name_of(self, callee: ast.expr, scope: Scope) -> str:
        """Return the full name of the function of a library that a call runs, empty if unknown."""
        found = {
            each.name if isinstance(each, External) else "" for each in self.called(callee, scope)
        }
        return found.pop() if len(found) == 1 else ""

    def called_as(
        self, meaning: Meaning | None, callee: ast.expr, scope: Scope
    ) -> tuple[Called, ...]:
        """Return the same where it is already resolved what the callee refers to."""
        if isinstance(meaning, (Class, External)):
            return (meaning,) if isinstance(meaning, External) else ()
        if isinstance(meaning, Function):
            return (meaning,) if self.is_last_word(meaning, scope) else ()
        question = ("called", callee)
        return self.facts.memo.ask(question, lambda: self._called(meaning, callee, scope), ())

    def _called(
        self, meaning: Meaning | None, callee: ast.expr, scope: Scope
    ) -> tuple[Called, ...]:
        node, where = meaning if isinstance(meaning, Value) else (callee, scope)
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            applied = Value(node.func, where)
            if self.is_decorator(applied):
                return self.decorated(self.called(node.args[0], where), applied)
        if isinstance(node, ast.Attribute):
            owners = self.facts.expressions.classes_of(node.value, where)
            methods = self.methods(owners, node.attr, where)
            if methods is not None:
                return methods
        return self.methods(self.facts.expressions.classes_of(node, where), CALL, where) or ()

    def is_decorator(self, callee: Value) -> bool:
        """Return whether a callee takes a function and returns another one."""
        name = self.facts.decorators.name_of(*callee)
        return name in apis.DECORATORS or wrapping_of(*callee, self.facts) is not None

    def decorated(self, functions: tuple[Called, ...], applied: Value) -> tuple[Called, ...]:
        """Return the functions with a decorator applied, empty if the source of one is missing."""
        found = [each for each in functions if isinstance(each, Function)]
        whole = tuple(each._replace(applied=(*each.applied, applied)) for each in found)
        return whole if len(found) == len(functions) else ()

    def methods(self, owners: Instances, name: str, scope: Scope) -> tuple[Called, ...] | None:
        """Return the method of that name of each owner, None where one is a property.

        An empty result means that the methods are not certain.
        """
        found: list[Called] = []
        for owner in without_none(owners):
            if owner.is_class and name == CALL:
                return ()
            method = self.facts.classes.method(owner, name)
            if method is None:
                return None
            if isinstance(method, Function):
                marks = self.facts.decorators.names_of(method)
                if marks is not None and marks & apis.PROPERTIES:
                    return None
                if name in self.facts.scopes(scope.source).stores or not self.is_last_word(
                    method, scope
                ):
                    return ()
            found.append(method)
        return tuple(dict.fromkeys(found))

    def is_as_written(self, function: Function) -> bool:
        """Return whether the body of a function is what runs: its source is at hand, and whole."""
        return (
            function.exact
            and not function.scope.source.is_stub
            and self.facts.decorators.are_transparent(function)
        )

    def is_last_word(self, function: Function, scope: Scope) -> bool:
        """Return whether this definition is the one that runs: not abstract, and not replaced."""
        node, source = function.node, function.scope.source
        cls, names = function.owner, self.facts.names
        if cls is not None:
            if node.name in self.facts.scopes(source).stores:
                return False
            if names.are_any(cls.node.bases, cls.scope, apis.PROTOCOLS):
                return False
        elif source is not scope.source and names.replaces(node.name, scope.source):
            return False
        return not names.are_any(node.decorator_list, function.scope, apis.ABSTRACT)
