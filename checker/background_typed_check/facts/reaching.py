"""Whether code is ever reached: past what does not go on, and under conditions that can be true."""

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from background_typed_check.facts.around import LOOPS, TRIES, Around
from background_typed_check.facts.conditions import Known, chosen, is_entered, truth, worlds_of
from background_typed_check.facts.ends import Ends
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

# What of a statement may never run although the statement does.
PARTS: Final = ("handlers", "orelse")


class Reaching:
    """Tells what is reached."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def stop_before(self, around: Sequence[Around], source: Source) -> ast.stmt | None:
        """Return what keeps a statement from ever being reached, None if nothing does."""
        for each in around:
            if not each.are_alternatives:
                stop = self.stop_in(each.block, source)
                if stop < each.position:
                    return each.block[stop]
        return None

    def stop_in(self, block: list[ast.stmt], source: Source) -> int:
        """Return the position of the first statement of a block that does not go on."""
        question = ("stop", block[0])
        return self.facts.memo.ask(question, lambda: self._stop_in(block, source), len(block))

    def _stop_in(self, block: list[ast.stmt], source: Source) -> int:
        of = self.facts.flow.of
        stops = (at for at, each in enumerate(block) if not of(each, source).goes_on)
        return next(stops, len(block))

    def unreached_part(self, around: Sequence[Around], source: Source) -> Around | None:
        """Return the `except` or `else` around a statement that never runs, if there is one."""
        left = [each for each in around if each.part in PARTS]
        for world in self.worlds_around(around, source) if left else ():
            with self.facts.flow.assuming(world):
                left = [each for each in left if not self.is_part_reached(each, source)]
        return left[0] if left else None

    def is_contradicted(self, around: Sequence[Around], source: Source) -> bool:
        """Return whether a statement is reached in no world, although each condition may hold."""
        worlds = self.worlds_with(around, source)
        return self.is_reached(around, source) and next(worlds, None) is None

    def worlds_around(self, around: Sequence[Around], source: Source) -> list[Known]:
        """Return the worlds of the function around a statement."""
        function = around[-1].statement if around else source.tree
        return worlds_of(self.facts.scopes(source).of[function], self.facts)

    def worlds_with(self, around: Sequence[Around], source: Source) -> Iterator[Known]:
        """Yield the worlds in which a statement may be reached."""
        for world in self.worlds_around(around, source):
            with self.facts.flow.assuming(world):
                is_reached = self.is_reached(around, source)
            if is_reached:
                yield world

    def is_reached(self, around: Sequence[Around], source: Source) -> bool:
        """Return whether a statement may be reached, by what is known about conditions now."""
        return all(self.leads_to(each, source) for each in around)

    def leads_to(self, inner: Around, source: Source) -> bool:
        """Return whether a part of a statement may run, and go on to the next statement in it."""
        statement, is_body, known = inner.statement, inner.part == "body", self.facts.flow.known
        if isinstance(statement, ast.Match):
            cases = chosen(statement, known)
            return cases is None or statement.cases[inner.position] in cases
        if isinstance(statement, ast.If) and truth(statement.test, known) is (not is_body):
            return False
        if isinstance(statement, LOOPS) and is_body and is_entered(statement, known) is False:
            return False
        if not self.is_part_reached(inner, source):
            return False
        before = inner.block[: inner.position]
        return inner.are_alternatives or self.facts.flow.of_block(before, source).goes_on

    def is_part_reached(self, inner: Around, source: Source) -> bool:
        """Return whether an `except` may run, or the `else` of a loop or a `try`."""
        statement, flow = inner.statement, self.facts.flow
        body: list[ast.stmt] = getattr(statement, "body", [])
        if inner.part == "handlers":
            ends = flow.of_block(body, source)
            entered = self.facts.catching.past_handlers(statement, ends, body, source)[1]
            return inner.position in entered
        if inner.part == "orelse" and isinstance(statement, TRIES):
            return flow.of_block(body, source).goes_on
        if inner.part == "orelse" and isinstance(statement, LOOPS):
            return is_left_at_end(statement, flow.of_block(body, source), flow.known)
        return True


def is_left_at_end(loop: ast.stmt, round_: Ends, known: Known) -> bool:
    """Return whether a loop may end because it has no more rounds, given how a round ends."""
    if isinstance(loop, ast.While) and truth(loop.test, known) is True:
        return False
    return is_entered(loop, known) is not True or round_.goes_on or round_.continues
