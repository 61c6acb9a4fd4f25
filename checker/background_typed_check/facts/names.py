"""What a name or dotted name certainly refers to, in this file or another."""

import ast
import functools
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeGuard

from background_typed_check import apis
from background_typed_check.facts.imports import external
from background_typed_check.facts.meanings import (
    Class,
    External,
    Function,
    Meaning,
    Module,
    Value,
)
from background_typed_check.facts.scopes import (
    FUNCTIONS,
    Assigned,
    Binding,
    Declared,
    FunctionNode,
    Import,
    Scope,
)
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Names:
    """Resolves names."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def resolve(self, expression: ast.expr, scope: Scope) -> Meaning | None:
        """Return what an expression is: what it refers to, or else the expression itself."""
        self.facts.memo.rest_on(scope.source)
        while isinstance(expression, ast.NamedExpr):
            expression = expression.value
        if isinstance(expression, ast.Name):
            return self.look_up(expression.id, scope)
        if isinstance(expression, ast.Attribute):
            attribute, question = expression, ("attribute", expression)
            return self.facts.memo.ask(question, lambda: self.attribute(attribute, scope), None)
        return Value(expression, scope)

    def look_up(self, name: str, scope: Scope) -> Meaning | None:
        """Return what a name that is used in a scope refers to."""
        owner = scope.owner(name)
        if owner is not None:
            return self.bound(name, owner)
        if any(name in each.declared for each in scope.around()):
            return None  # `nonlocal` of a name that is bound nowhere
        return self.facts.imports.starred(name, scope.module)

    def bound(self, name: str, owner: Scope) -> Meaning | None:
        """Return what a name of a scope is bound to, if it is only one thing."""
        return self.facts.memo.ask(("bound", name, owner), lambda: self._bound(name, owner), None)

    def _bound(self, name: str, owner: Scope) -> Meaning | None:
        self.facts.memo.rest_on(owner.source)
        bindings = self.bindings(name, owner)
        if len(bindings) == 1:
            return self.meaning(bindings[0], owner)
        if bindings and all(isinstance(each, Import) for each in bindings):
            meanings = {self.meaning(each, owner) for each in bindings}
            return meanings.pop() if len(meanings) == 1 else None
        return None

    def bindings(self, name: str, owner: Scope) -> Sequence[Binding]:
        """Return the bindings of a name; overloads, and parts of a property, count as one."""
        bindings = [each for each in owner.bindings.get(name, ()) if not isinstance(each, Declared)]
        if len(bindings) > 1 and all(isinstance(each, FUNCTIONS) for each in bindings):
            functions = [each for each in bindings if isinstance(each, FUNCTIONS)]
            *others, last = functions
            if all(self.are_any(each.decorator_list, owner, apis.OVERLOADS) for each in others):
                return [last]
            first, *parts = functions
            if all(is_property_part(each) for each in parts):
                return [first]
        if bindings and self.facts.imports.may_replace(name, owner):
            return []
        return bindings

    def meaning(self, binding: Binding, owner: Scope) -> Meaning | None:
        """Return what a binding makes its name stand for."""
        if isinstance(binding, FUNCTIONS):
            return Function(binding, owner)
        if isinstance(binding, ast.ClassDef):
            return Class(binding, owner)
        if isinstance(binding, Assigned):
            return self.resolve(binding.value, binding.scope)
        if isinstance(binding, Import):
            return self.facts.imports.imported(binding, owner.source)
        return None

    def attribute(self, expression: ast.Attribute, scope: Scope) -> Meaning | None:
        """Return what an attribute of a module, class or instance refers to."""
        owner = self.resolve(expression.value, scope)
        name = expression.attr
        if isinstance(owner, Module):
            if self.replaces(name, scope.source):
                return None
            return self.facts.imports.member(owner.location, name)
        if isinstance(owner, External):
            return external(f"{owner.name}.{name}")
        if isinstance(owner, Class):
            found = self.facts.classes.attribute(owner, name)
            return found if isinstance(found, (Class, External, Function)) else None
        return Value(expression, scope)

    def replaces(self, name: str, source: Source) -> bool:
        """Return whether a file may rebind a name of a module: `lib.f = g`."""
        scopes = self.facts.scopes(source)
        for target in self.facts.scopes(source).stores.get(name, ()):
            owner = target.value
            if not isinstance(owner, ast.Name):
                return True
            if isinstance(self.resolve(owner, scopes.around[owner]), (Module, External)):
                return True
        return False

    def is_one_of(self, expression: ast.expr, scope: Scope, names: frozenset[str]) -> bool:
        """Return whether an expression refers to something with one of these names."""
        if self.is_otherwise_named(expression, scope, words_of(names)):
            return False
        meaning = self.resolve(expression, scope)
        if not isinstance(meaning, (Class, External)):
            return False
        return self.full_name(meaning) in names

    def is_otherwise_named(self, expression: ast.expr, scope: Scope, words: frozenset[str]) -> bool:
        """Return whether a library has something by none of these words: its file is not read."""
        root = expression.value if isinstance(expression, ast.Attribute) else expression
        owner = scope.owner(root.id) if isinstance(root, ast.Name) else None
        match owner.bindings[root.id] if owner is not None and isinstance(root, ast.Name) else []:
            case [Import(name=name) as found]:
                word = expression.attr if isinstance(expression, ast.Attribute) else name
                if word is None or word in words:
                    return False
                location = self.facts.imports.locate(found, scope.source)
                installed = self.facts.modules.installed_name(location) if location else None
                return installed is not None
        return False

    def is_call_of(
        self, expression: ast.AST | None, scope: Scope, names: frozenset[str]
    ) -> TypeGuard[ast.Call]:
        """Return whether an expression calls something with one of these names."""
        return isinstance(expression, ast.Call) and self.is_one_of(expression.func, scope, names)

    def are_all(self, expressions: list[ast.expr], scope: Scope, names: frozenset[str]) -> bool:
        """Return whether all expressions, or what they are made from, have one of these names."""
        return all(self.is_one_of(without_arguments(each), scope, names) for each in expressions)

    def are_any(self, expressions: list[ast.expr], scope: Scope, names: frozenset[str]) -> bool:
        """Return whether any expression, or what it is made from, has one of these names."""
        return any(self.is_one_of(without_arguments(each), scope, names) for each in expressions)

    def full_name(self, found: Class | External | Function) -> str:
        """Return the full name of a class or function, as its package would import it."""
        if isinstance(found, External):
            return found.name
        if found.scope.parent is not None:
            return ""  # inside a function or class: not known by its name
        location = os.path.splitext(os.path.abspath(found.scope.source.path))[0]
        names = [found.node.name, os.path.basename(location)]
        folder = os.path.dirname(location)
        while self.facts.modules.is_package(folder):
            names.append(os.path.basename(folder))
            folder = os.path.dirname(folder)
        return ".".join(reversed(names)).replace(".__init__.", ".")


@functools.cache
def words_of(names: frozenset[str]) -> frozenset[str]:
    """Return the last words of full names, and of the other names of the same things."""
    others = (name for name, known in apis.NAMES.items() if known in names)
    return frozenset(each.rpartition(".")[2] for each in (*names, *others))


def without_arguments(expression: ast.expr) -> ast.expr:
    """Return an expression without its call or square brackets: `f` of `f(a)`, `C` of `C[T]`."""
    if isinstance(expression, ast.Call):
        return expression.func
    return expression.value if isinstance(expression, ast.Subscript) else expression


def is_property_part(function: FunctionNode) -> bool:
    """Return whether a definition is the setter or deleter of a property."""
    return any(
        isinstance(each, ast.Attribute) and each.attr in apis.PROPERTY_PARTS
        for each in function.decorator_list
    )


def last_part(name: ast.Name | ast.Attribute) -> str:
    """Return the last part of a dotted name."""
    return name.attr if isinstance(name, ast.Attribute) else name.id
