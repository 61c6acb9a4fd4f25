"""Dependencies that decide on the tasks of functions which are plain themselves.

FastAPI calls no handler with a dependency that always raises, and runs no task of a dependency
whose handlers all raise.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator

from background_typed_check import apis
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.dependencies import PASSING
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
from mypy.types import AnyType, CallableType, Instance, Type, UnionType, get_proper_type

from background_typed_mypy import internals
from background_typed_mypy.calls import derives
from background_typed_mypy.internals import Checker
from background_typed_mypy.per_file import PerFile
from background_typed_mypy.run import Run


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
        self.deciding = PerFile(self.may_decide)

    def decide(self, checker: Checker, function: FuncDef | None) -> bool:
        """Return whether dependencies may decide on the tasks that a function adds."""
        return function is not None and (
            self.deciding.ask(checker, checker.tree)
            or (not function.is_decorated and self.depended.ask(checker, function))
        )

    def is_depended(self, checker: Checker, function: SymbolNode) -> bool:
        """Return whether some file may pass a function to `Depends`."""
        depended = self.run.enter(checker).depended
        self.rest_on(checker, {depended})
        return function.name.encode() in depended.words

    def may_decide(self, checker: Checker, _: SymbolNode) -> bool:
        """Return whether a dependency of a file may never return, or give it a collection.

        The same for those of the files that they are from. What is local may be anything.
        """
        pending, seen = [checker.tree, *files_of_routers(checker)], set[MypyFile]()
        while pending:
            tree = pending.pop()
            if tree in seen:
                continue
            seen.add(tree)
            source = self.own_source(checker, tree)
            names = {*source.findall(PASSING)} if source is not None else set()
            if source is not None and names and tree is not checker.tree:
                self.rest_on(checker, {source})  # which mypy does not see the defaults of
            found = [named(tree, each.decode()) for each in names]
            if not all(each is not None and self.decides_nothing(checker, each) for each in found):
                return True
            pending += files_with(checker, filter(None, found))
        return False

    def own_source(self, checker: Checker, tree: MypyFile) -> Source | None:
        """Return a file that mypy has read, None if it is one of a library."""
        facts = self.run.enter(checker).facts
        source = facts.disk.source(os.path.abspath(tree.path))
        is_own = source is not None and facts.modules.installed_name(source.path) is None
        return source if is_own else None

    def decides_nothing(self, checker: Checker, dependency: SymbolNode) -> bool:
        """Return whether a dependency may return, and gives no collection to what depends on it."""
        if isinstance(dependency, TypeInfo):
            symbol = dependency.get(INIT)
            made = symbol.node if symbol is not None else None
            return not isinstance(made, FuncDef) or self.decides_nothing(checker, made)
        function = dependency.func if isinstance(dependency, Decorator) else dependency
        return not isinstance(function, FuncDef) or (
            self.returning.ask(checker, dependency) and not may_give_collection(function)
        )


def may_give_collection(function: FuncDef) -> bool:
    """Return whether a function may return a collection, or yield one."""
    typ = function.type
    return not isinstance(typ, CallableType) or may_hold_collection(typ.ret_type)


def may_hold_collection(typ: Type) -> bool:
    """Return whether a value of a type may be a collection, or an iterator of some."""
    proper = get_proper_type(typ)
    if isinstance(proper, UnionType):
        return any(map(may_hold_collection, proper.items))
    if not isinstance(proper, Instance):
        return isinstance(proper, AnyType)
    # `Coroutine[Any, Any, None]` is what each coroutine function returns.
    inside = (each for each in proper.args if not isinstance(get_proper_type(each), AnyType))
    return derives(proper.type, apis.COLLECTIONS) or any(map(may_hold_collection, inside))


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
