"""What is known from types: by mypy, inside its plugin."""

import ast
from typing import Protocol

from background_typed_check import apis
from background_typed_check.facts.instances import Instances
from background_typed_check.facts.source import Source


class Knowledge(Protocol):
    """Answers where the source alone leaves something unknown."""

    def classes_of(self, expression: ast.expr, source: Source) -> Instances:
        """Return the classes that an expression may be an instance of, empty if unknown."""

    def file_of(self, module: str) -> str | None:
        """Return the file of a module by its name, None if unknown, "" if it has no file."""

    def may_be_called(self, name: str) -> bool:
        """Return whether instances of a class without a file at hand may be callable."""


class NoKnowledge:
    """Knows only the source."""

    def classes_of(self, expression: ast.expr, source: Source) -> Instances:  # noqa: ARG002  # as asked
        """Return nothing."""
        return ()

    def file_of(self, module: str) -> str | None:  # noqa: ARG002  # as asked
        """Return nothing."""
        return None

    def may_be_called(self, name: str) -> bool:
        """Return whether it is not one of the classes that are known not to be callable."""
        return name not in apis.NOT_CALLABLE
