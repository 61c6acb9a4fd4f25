"""Dependencies that decide on the tasks of functions which are plain themselves.

FastAPI calls no handler with a dependency that always raises, and runs no task of a dependency
whose handlers all raise.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator

from background_typed_check.facts.classes import INIT
from background_typed_check.facts.source import Source
from mypy.nodes import (
    CallExpr,
    Decorator,
    FuncDef,
    MemberExpr,
    MypyFile,
    RefExpr,
    SymbolNode,
    TypeInfo,
    Var,
)

from background_typed_mypy import internals
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
        """Return whether a file, or one that its dependencies are from, passes what never returns.

        What is no variable of a module may be anything.
        """
        pending, seen = [checker.tree, *files_of_routers(checker)], set[MypyFile]()
        while pending:
            tree = pending.pop()
            if tree in seen:
                continue
            seen.add(tree)
            source = self.own_source(checker, tree)
            names = {*words_in(source.data)} if source is not None else set()
            if source is not None and names and tree is not checker.tree:
                self.rest_on(checker, {source})  # which mypy does not see the defaults of
            found = [named(tree, each.decode()) for each in names]
            if not all(each is not None and self.lets_in(checker, each) for each in found):
                return True
            pending += files_with(checker, filter(None, found))
        return False

    def own_source(self, checker: Checker, tree: MypyFile) -> Source | None:
        """Return a file that mypy has read, None if it is one of a library."""
        facts = self.run.enter(checker).facts
        source = facts.disk.source(os.path.abspath(tree.path))
        is_own = source is not None and facts.modules.installed_name(source.path) is None
        return source if is_own else None

    def lets_in(self, checker: Checker, dependency: SymbolNode) -> bool:
        """Return whether a dependency may return, or there is nothing to say of it."""
        if isinstance(dependency, TypeInfo):
            symbol = dependency.get(INIT)
            made = symbol.node if symbol is not None else None
            return not isinstance(made, FuncDef) or self.lets_in(checker, made)
        is_function = isinstance(dependency, (Decorator, FuncDef))
        return not is_function or self.returning.ask(checker, dependency)


def files_with(checker: Checker, definitions: Iterable[SymbolNode]) -> Iterator[MypyFile]:
    """Yield the files that define something."""
    for each in definitions:
        module = internals.module_of(checker, each.fullname)
        if module is not None:
            yield checker.modules[module]


def files_of_routers(checker: Checker) -> Iterator[MypyFile]:
    """Yield the files that make the routers of the functions that are checked."""
    for each in checker.tree.defs:
        for decorator in each.original_decorators if isinstance(each, Decorator) else ():
            match decorator:
                case CallExpr(callee=MemberExpr(expr=RefExpr(node=Var() as router))):
                    yield from files_with(checker, [router])


def named(tree: MypyFile, dotted: str) -> SymbolNode | None:
    """Return what a name stands for in a module, None if it is local there."""
    found: SymbolNode | None = tree
    for name in dotted.split("."):
        if isinstance(found, Var):
            return found  # an object, or a name that mypy does not know
        names = found.names if isinstance(found, (MypyFile, TypeInfo)) else {}
        symbol = names.get(name)
        found = symbol.node if symbol is not None else None
    return found
