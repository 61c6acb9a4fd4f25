"""What somebody else may know who sees types: mypy, inside its plugin."""

import ast
from typing import Protocol

from background_typed_check import apis
from background_typed_check.facts.instances import Instances
from background_typed_check.facts.source import Source


class Knowledge(Protocol):
    """Answers where the source alone says "unknown"."""

    def classes_of(self, expression: ast.expr, source: Source) -> Instances:
        """Return the classes that an expression may be an instance of, none if unknown."""

    def file_of(self, module: str) -> str | None:
        """Return the file of a module by its name, None if unknown, empty for none at all."""

    def may_be_called(self, name: str) -> bool:
        """Return whether instances of a class that no file at hand defines may be callable."""


class NoKnowledge:
    """Knows nothing but the source."""

    def classes_of(self, expression: ast.expr, source: Source) -> Instances:  # noqa: ARG002  # as asked
        """Return nothing."""
        return ()

    def file_of(self, module: str) -> str | None:  # noqa: ARG002  # as asked
        """Return nothing."""
        return None

    def may_be_called(self, name: str) -> bool:
        """Return whether it is not one of those that are known."""
        return name not in apis.NOT_CALLABLE
