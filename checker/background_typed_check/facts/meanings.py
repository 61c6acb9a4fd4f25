"""What an expression may turn out to be. None means unknown, which is anything uncertain."""

import ast
from typing import NamedTuple, TypeAlias

from background_typed_check.facts.scopes import FunctionNode, Scope


class Function(NamedTuple):
    """A function or method that is defined in a file."""

    node: FunctionNode
    scope: Scope
    """The scope that its definition stands in."""
    exact: bool = True
    """Whether no subclass can have overridden it."""
    applied: "tuple[Value, ...]" = ()
    """The decorators that calls apply to it, as in `functools.cache(f)`."""

    @property
    def owner(self) -> "Class | None":
        """The class that it is a method of, if it is one."""
        return class_of_body(self.scope)


class Class(NamedTuple):
    """A class that is defined in a file."""

    node: ast.ClassDef
    scope: Scope
    """The scope that its definition stands in."""


class Module(NamedTuple):
    """A module or package that is a file or folder."""

    location: str


class External(NamedTuple):
    """Something known by its name alone: no file at hand defines it, or none needs to be read."""

    name: str


class Value(NamedTuple):
    """An expression that is not just a reference, with its scope."""

    node: ast.expr
    scope: Scope


Meaning: TypeAlias = Function | Class | Module | External | Value


def class_of_body(scope: Scope) -> Class | None:
    """Return the class whose body a scope is, None for any other scope."""
    node, around = scope.node, scope.parent
    return Class(node, around) if isinstance(node, ast.ClassDef) and around is not None else None


def enclosing_class(scope: Scope) -> Class | None:
    """Return the innermost class whose body a scope is in, None outside of classes."""
    at: Scope | None = scope
    while at is not None:
        cls = class_of_body(at)
        if cls is not None:
            return cls
        at = at.parent
    return None
