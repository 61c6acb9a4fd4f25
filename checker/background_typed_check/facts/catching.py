"""What stops exceptions: the `except` of a `try`, and context managers that swallow them."""

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts.around import around_of, body_around
from background_typed_check.facts.bodies import inside, returned_values
from background_typed_check.facts.conditions import NOTHING
from background_typed_check.facts.ends import Ends, Exit
from background_typed_check.facts.exceptions import EVERY, Raised
from background_typed_check.facts.meanings import Class, Function
from background_typed_check.facts.nodes import is_none
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

# Nobody knows which: groups are made of some, by some versions.
ANY: Final = (Raised(EVERY, exact=False),)
LEAVING_METHODS: Final = ("__exit__", "__aexit__")
Ran: TypeAlias = Sequence[ast.stmt]
"""Statements that may raise an error that nobody wrote."""


class Fate(NamedTuple):
    """What may become of an exception."""

    may_stop: bool
    may_pass: bool


EITHER: Final = Fate(may_stop=True, may_pass=True)
PASSES: Final = Fate(may_stop=False, may_pass=True)
STOPS: Final = Fate(may_stop=True, may_pass=False)


class Catching:
    """Tells which exceptions go no further."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def raised_at(self, exit_: Exit, source: Source) -> Sequence[Raised | None]:
        """Return what may be raised where code is left, None for what is unknown."""
        found = exit_.raised or self.facts.raising.raised_by(exit_.statement, source)
        return found if found is not None else (None,)

    def past_handlers(
        self, statement: ast.AST, ends: Ends, ran: Ran, source: Source
    ) -> tuple[Ends, set[int]]:
        """Return how the body of a `try` ends apart from what is caught, and what may catch it.

        That is the positions of its handlers.
        """
        handlers: list[ast.ExceptHandler] = getattr(statement, "handlers", [])
        every = set(range(len(handlers)))
        if not handlers or not isinstance(statement, ast.Try):
            return ends, every  # `except*` takes groups apart
        scope = self.facts.scopes(source).of[body_around(statement, source)]
        kept: list[Exit] = []
        entered: set[int] = set()
        for each in ends.exits:
            is_kept = not each.raises
            for raised in self.raised_at(each, source) if each.raises else ():
                taking, passes = self.handlers_for(raised, handlers, scope)
                entered.update(taking)
                is_kept = is_kept or passes
            kept += [each] if is_kept else []
        if entered < every and not self.facts.quiet.are(ran, source):
            entered = every
        return ends._replace(exits=tuple(kept)), entered

    def handlers_for(
        self, raised: Raised | None, handlers: list[ast.ExceptHandler], scope: Scope
    ) -> tuple[set[int], bool]:
        """Return the handlers that may take an exception, and whether it may pass all of them."""
        if raised is None:
            return set(range(len(handlers))), True
        taking: set[int] = set()
        for position, each in enumerate(handlers):
            is_caught = self.facts.raising.catches(each.type, raised, scope)
            taking |= set() if is_caught is False else {position}
            if is_caught:
                return taking, False
        return taking, True

    def past_manager(self, manager: ast.expr, ends: Ends, ran: Ran, source: Source) -> Ends:
        """Return how a `with` may end that has one context manager, given how its body ends."""
        if self.facts.leaving.passes_on(manager, source):
            return ends
        scope = self.facts.scopes(source).of[
            body_around(manager_statement(manager, source), source)
        ]
        if is_unnamed(manager, source) and self.facts.names.is_call_of(
            manager, scope, apis.TASK_GROUPS
        ):
            exits = (each._replace(raised=ANY) if each.raises else each for each in ends.exits)
            return ends._replace(exits=(*exits,))
        kept, goes_on = [], ends.goes_on
        for each in ends.exits:
            fates = [
                self.fate(raised, manager, scope)
                for raised in (self.raised_at(each, source) if each.raises else ())
            ]
            goes_on = goes_on or any(fate.may_stop for fate in fates)
            kept += [each] if not each.raises or any(fate.may_pass for fate in fates) else []
        if not goes_on and not self.facts.quiet.are(ran, source):
            goes_on = self.fate(None, manager, scope).may_stop
        return ends._replace(goes_on=goes_on, exits=tuple(kept))

    def fate(self, raised: Raised | None, manager: ast.expr, scope: Scope) -> Fate:
        """Return what becomes of an exception that leaves the body of a `with`."""
        if self.facts.names.is_call_of(manager, scope, apis.SUPPRESSING):
            if raised is None or manager.keywords:
                return EITHER
            caught = {self.facts.raising.catches(each, raised, scope) for each in manager.args}
            return STOPS if True in caught else EITHER if None in caught else PASSES
        maker = self.facts.leaving.maker_of(manager, scope)
        if maker is not None:
            return self.fate_at_yield(raised, maker)
        return self.fate_by_method(manager, scope)

    def fate_at_yield(self, raised: Raised | None, maker: Function) -> Fate:
        """Return what becomes of an exception that a `contextmanager` function gets."""
        source, node = maker.scope.source, maker.node
        yields = [each for each in inside(node.body) if isinstance(each, ast.Yield)]
        statement = source.parents[yields[0]]
        if len(yields) != 1 or not isinstance(statement, (ast.Expr, ast.Assign)):
            return EITHER
        left = Exit(statement, raises=True, raised=(raised,) if raised is not None else None)
        flow, around = self.facts.flow, [*around_of(statement, node, source)]
        with flow.assuming(NOTHING):  # its names are others
            ends = flow.after_here(around, source, Ends(goes_on=False, exits=(left,)), ran=[])
        may_stop = ends.goes_on or not all(each.raises for each in ends.exits)
        return Fate(may_stop, any(each.raises for each in ends.exits))

    def fate_by_method(self, manager: ast.expr, scope: Scope) -> Fate:
        """Return what becomes of an exception by what `__exit__` returns."""
        found = self.facts.expressions.classes_of(manager, scope)
        cls = found[0] if len(found) == 1 else None
        if cls is None or not isinstance(cls.of, Class):
            return EITHER
        for name in LEAVING_METHODS:
            method = self.facts.classes.method(cls, name)
            if isinstance(method, Function) and self.facts.functions.is_as_written(method):
                values = returned_values(method.node)
                if all(each is None or is_none(each) for each in values):
                    return PASSES
        return EITHER


def is_unnamed(manager: ast.expr, source: Source) -> bool:
    """Return whether a `with` gives its context manager no name."""
    return getattr(source.parents[manager], "optional_vars", None) is None


def manager_statement(manager: ast.expr, source: Source) -> ast.AST:
    """Return the `with` that a context manager stands in."""
    return source.parents[source.parents[manager]]
