"""What an expression may be found to be. What is not certain is None: unknown."""

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
    """The decorators that calls have applied to it, as `functools.cache(f)` does."""

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
    """Something that no file at hand defines, or none needs to: it is known by its name alone."""

    name: str


class Value(NamedTuple):
    """An expression that is more than a reference, where it stands."""

    node: ast.expr
    scope: Scope


Meaning: TypeAlias = Function | Class | Module | External | Value


def class_of_body(scope: Scope) -> Class | None:
    """Return the class whose body a scope is, None for any other scope."""
    node, around = scope.node, scope.parent
    return Class(node, around) if isinstance(node, ast.ClassDef) and around is not None else None
