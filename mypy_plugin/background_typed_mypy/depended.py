"""Dependencies that decide on the tasks of functions which are plain themselves.

FastAPI calls no handler with a dependency that always raises, and runs no task of a dependency
whose handlers all raise.
"""

import os
from collections.abc import Callable, Collection

from background_typed_check.facts.source import Source
from mypy.nodes import Decorator, FuncDef, MypyFile, SymbolNode, TypeInfo, Var

from background_typed_mypy.internals import Checker
from background_typed_mypy.per_file import PerFile
from background_typed_mypy.run import Run
from background_typed_mypy.tree import words_in


class Dependencies:
    """Tells for which functions they may decide."""

    def __init__(
        self,
        run: Run,
        rest_on: Callable[[Checker, Collection[Source]], None],
        returning: PerFile[bool],
    ) -> None:
        """Take the facts, what notes the files that an answer rests on, and what may return."""
        self.run = run
        self.rest_on = rest_on
        self.returning = returning
        self.depended = PerFile(self.is_depended)
        self.refused = PerFile(self.may_be_refused)

    def decide(self, checker: Checker, function: FuncDef | None) -> bool:
        """Return whether dependencies may decide on the tasks that a function adds."""
        return function is not None and (
            self.refused.ask(checker, checker.tree)
            or (not function.is_decorated and self.depended.ask(checker, function))
        )

    def is_depended(self, checker: Checker, function: SymbolNode) -> bool:
        """Return whether some file may pass a function to `Depends`."""
        depended = self.run.enter(checker).depended
        self.rest_on(checker, {depended})
        return function.name.encode() in depended.words

    def may_be_refused(self, checker: Checker, _: SymbolNode) -> bool:
        """Return whether the checked file may pass something to `Depends` that never returns.

        What is no variable of a module may be anything.
        """
        path = os.path.abspath(checker.tree.path)
        source = self.run.enter(checker).facts.disk.source(path)
        names = {*words_in(source.data)} if source is not None else set()
        found = [named(checker, each.decode()) for each in names]
        return any(
            each is None
            or (isinstance(each, (Decorator, FuncDef)) and not self.returning.ask(checker, each))
            for each in found
        )


def named(checker: Checker, dotted: str) -> SymbolNode | None:
    """Return what a name stands for in the module that is checked, None if it is local there."""
    found: SymbolNode | None = checker.tree
    for name in dotted.split("."):
        if isinstance(found, Var):
            return found  # an object, or a name that mypy does not know
        names = found.names if isinstance(found, (MypyFile, TypeInfo)) else {}
        symbol = names.get(name)
        found = symbol.node if symbol is not None else None
    return found
