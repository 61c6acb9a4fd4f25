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

    @property
    def name(self) -> str:
        """Its own name."""
        return self.node.name

    @property
    def is_method(self) -> bool:
        """Whether it is defined in a class."""
        return isinstance(self.scope.node, ast.ClassDef)


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


class Instance(NamedTuple):
    """An instance of a class."""

    of: Class | External
    exact: bool = False
    """Whether it is of this class, and of no subclass."""
    is_class: bool = False
    """Whether it is the class, and not an instance of it."""
    shown: str = ""
    """Its type as the source writes it."""
