"""Answers about definitions that stay the same while mypy checks one file."""

from collections.abc import Callable
from typing import Generic, TypeVar

from mypy.nodes import MypyFile, SymbolNode

from background_typed_mypy.internals import Checker

Answer = TypeVar("Answer")


class PerFile(Generic[Answer]):
    """Keeps the answers to one question about definitions."""

    def __init__(self, question: Callable[[Checker, SymbolNode], Answer]) -> None:
        """Take the question."""
        self.question = question
        self.tree: MypyFile | None = None
        self.answers: dict[SymbolNode, Answer] = {}

    def ask(self, checker: Checker, definition: SymbolNode) -> Answer:
        """Return the answer for a definition."""
        # The daemon has to know of each place on its own what its answers rest on.
        if checker.tree is not self.tree or checker.options.fine_grained_incremental:
            self.tree, self.answers = checker.tree, {}
        if definition not in self.answers:
            self.answers[definition] = self.question(checker, definition)
        return self.answers[definition]
