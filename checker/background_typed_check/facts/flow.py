"""How code ends: where it goes on, returns or raises, apart from errors that nobody wrote.

Each answer lists all that may happen. So what it leaves out surely does not happen.
"""

import ast
import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from background_typed_check.facts.around import LOOPS, TRIES, WITHS, Around, ran_with
from background_typed_check.facts.computations import computation
from background_typed_check.facts.conditions import (
    NOTHING,
    Known,
    chosen,
    is_entered,
    is_exhaustive,
    truth,
)
from background_typed_check.facts.ends import NEVER, ON, Ends, Exit, either
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

# What ends a block, by its keyword.
JUMPS: Final[dict[type[ast.stmt], str]] = {
    ast.Break: "break",
    ast.Continue: "continue",
    ast.Raise: "raise",
    ast.Return: "return",
}

ENCLOSING: Final = (*LOOPS, *TRIES, *WITHS)
# What ends differently in each world.
BRANCHING: Final = (ast.Assert, ast.If, ast.Match, *ENCLOSING)


class Flow:
    """Tells how code ends."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts
        self.known = NOTHING
        """What is known about conditions."""

    def after(self, around: Sequence[Around], source: Source, ends: Ends = ON) -> Ends | None:
        """Return how a function may end once a statement in it has run, None if that is unclear.

        Args:
            around: The statements around it, from the inside out.
            source: The file.
            ends: How it may end itself.

        """
        found = []
        for world in self.facts.reaching.worlds_with(around, source):
            with self.assuming(world):
                found.append(self.after_here(around, source, ends, ran_with(around)))
        return either(found[0], found[1:]) if found else None

    def after_here(
        self, around: Sequence[Around], source: Source, ends: Ends, ran: list[ast.stmt]
    ) -> Ends:
        """Return how a function may end once a statement in it has run, in this world.

        The statements that `ran` holds may have raised an error by then.
        """
        for each in around:
            if not each.are_alternatives:
                rest = each.block[each.position + 1 :]
                ran += rest if ends.goes_on else []
                ends = ends.then(self.of_block(rest, source))
            ends = self.leaving_part(each, ends, source, ran)
            if isinstance(each.statement, ast.stmt) and isinstance(each.statement, ENCLOSING):
                ran = [each.statement]
        return ends

    @contextlib.contextmanager
    def assuming(self, known: Known) -> Iterator[None]:
        """Take some conditions for true or false."""
        before, self.known = self.known, known
        try:
            yield
        finally:
            self.known = before

    def leaving_part(
        self, inner: Around, ends: Ends, source: Source, ran: Sequence[ast.stmt] | None = None
    ) -> Ends:
        """Return how a statement may end, given how any part of it ends."""
        if inner.part != "finalbody":
            return self.leaving(inner, ends, source, ran)
        # It goes on where the rest of the `try` left off.
        return ends.then(self.before_final(inner.statement, source))

    def leaving(
        self, inner: Around, ends: Ends, source: Source, ran: Sequence[ast.stmt] | None = None
    ) -> Ends:
        """Return how a statement may end, given how the part of it ends that has begun.

        If not told otherwise, any statement of that part may have raised an error.
        """
        statement = inner.statement
        ran = getattr(statement, "body", []) if ran is None else ran
        if isinstance(statement, LOOPS):
            return self.leaving_loop(statement, ends, source) if inner.part == "body" else ends
        if isinstance(statement, WITHS):
            for each in reversed(statement.items):
                ends = self.facts.catching.past_manager(each.context_expr, ends, ran, source)
            return ends
        if isinstance(statement, TRIES):
            if inner.part == "body":
                ends = self.until_final(statement, ends, ran, source)
            final = self.of_block(getattr(statement, "finalbody", []), source)
            return ends.or_else(final._replace(goes_on=False)) if final.goes_on else final
        return ends

    def leaving_loop(self, loop: ast.stmt, round_: Ends, source: Source) -> Ends:
        """Return how a loop may end, given how a round of it ends."""
        if round_.goes_on or round_.continues:
            round_ = round_.or_else(self.of_block(getattr(loop, "body", []), source))
        left = Ends(round_.breaks, round_.exits)
        is_endless = isinstance(loop, ast.While) and truth(loop.test, self.known) is True
        if is_endless or not (round_.goes_on or round_.continues):
            return left
        return left.or_else(self.of_block(getattr(loop, "orelse", []), source))

    def before_final(self, statement: ast.AST, source: Source) -> Ends:
        """Return how a `try` may end before its `finally`."""
        block: list[ast.stmt] = getattr(statement, "body", [])
        return self.until_final(statement, self.of_block(block, source), block, source)

    def until_final(
        self, statement: ast.AST, body: Ends, ran: Sequence[ast.stmt], source: Source
    ) -> Ends:
        """Return how a `try` may end before its `finally`, given how its body does."""
        handlers = getattr(statement, "handlers", [])
        ends, entered = self.facts.catching.past_handlers(statement, body, ran, source)
        ends = ends.then(self.of_block(getattr(statement, "orelse", []), source))
        return either(
            ends, (self.of_block(handlers[each].body, source) for each in sorted(entered))
        )

    def of_block(self, block: Sequence[ast.stmt], source: Source) -> Ends:
        """Return how statements may end that run one after another."""
        ends = ON
        for each in block:
            if not ends.goes_on:
                break
            ends = ends.then(self.of(each, source))
        return ends

    def of(self, statement: ast.stmt, source: Source) -> Ends:
        """Return how a statement may end."""
        leaving, known = self.facts.leaving, self.known
        depends = isinstance(statement, BRANCHING) or computation(statement) is not None
        if not (depends or leaving.depends(statement, known, source)):
            known = NOTHING
        question = ("ends", statement, known)
        return self.facts.memo.ask(question, lambda: self._of(statement, source), ON)

    def _of(self, statement: ast.stmt, source: Source) -> Ends:
        if isinstance(statement, ENCLOSING):
            return self.of_compound(statement, source)
        if raises(statement, self.known):
            return Ends(goes_on=False, exits=(Exit(statement, raises=True),))
        match statement:
            case ast.Break():
                return Ends(goes_on=False, breaks=True)
            case ast.Continue():
                return Ends(goes_on=False, continues=True)
            case ast.If(test=test, body=body, orelse=orelse):
                value = truth(test, self.known)
                if value is not None:
                    return self.of_block(body if value else orelse, source)
                return self.of_block(body, source).or_else(self.of_block(orelse, source))
            case ast.Match(cases=cases):
                known = chosen(statement, self.known)
                if known is not None:
                    return self.of_block(known[0].body, source) if known else ON
                ends = NEVER if is_exhaustive(cases) else ON
                return either(ends, (self.of_block(each.body, source) for each in cases))
        return self.of_simple(statement, source)

    def of_simple(self, statement: ast.stmt, source: Source) -> Ends:
        """Return how a statement may end that has no others in it."""
        failure = self.facts.values.failure_of(statement, source)
        if failure is not None:
            return Ends(goes_on=False, exits=(Exit(statement, raises=True, raised=(failure,)),))
        stops = self.facts.leaving.is_stopped_by_call(statement, source)
        if isinstance(statement, ast.Return) or stops:
            return Ends(goes_on=False, exits=(Exit(statement, stops),))
        return ON

    def of_compound(self, statement: ast.stmt, source: Source) -> Ends:
        """Return how a loop, a `with` or a `try` may end."""
        if not isinstance(statement, LOOPS):
            body = self.of_block(getattr(statement, "body", []), source)
            return self.leaving(Around(statement, "body", [], 0), body, source)
        is_sure = is_entered(statement, self.known)
        without = self.of_block(statement.orelse, source)
        if is_sure is False:
            return without
        body = self.of_block(statement.body, source)
        ends = self.leaving(Around(statement, "body", [], 0), body, source)
        return ends if is_sure else ends.or_else(without)


def raises(statement: ast.stmt, known: Known) -> bool:
    """Return whether a statement is written to raise an exception."""
    # `python -O` leaves asserts out. mypy, too, takes it for granted that nobody runs that.
    is_false = isinstance(statement, ast.Assert) and truth(statement.test, known) is False
    return is_false or isinstance(statement, ast.Raise)
