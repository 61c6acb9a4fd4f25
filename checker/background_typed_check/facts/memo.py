"""Kept answers, with the files that they depend on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from typing import Any, Final, NamedTuple, TypeVar

from background_typed_check.facts.source import Source

Answer = TypeVar("Answer")
# Questions nested deeper than this are not followed: their answer is unknown.
DEEPEST: Final = 60
NEVER: Final = DEEPEST + 1
# An answer that was cut short is found again this many times, then kept as it is.
ENOUGH: Final = 5
# What an answer depends on if it came from types, which may say more the next time.
MOMENT: Final = Source("", b"")


class Kept(NamedTuple):
    """An answer, and the files that it depends on."""

    answer: Any
    sources: frozenset[Source]


class Memo:
    """Asks each question once. A question that leads back to itself has no answer there: unknown.

    An answer found with the help of such an "unknown" may come out differently on its own. So it
    is kept only until the outer question is answered.
    """

    def __init__(self) -> None:
        """Start without answers."""
        self.kept: dict[Hashable, Kept] = {}
        self.asking: dict[Hashable, int] = {}
        """The questions that are waiting for an answer, each with its depth."""
        self.resting: list[set[Source]] = [set()]
        """The files that the answer to each of these depends on so far."""
        self.inside: list[Memo] = []
        """The memos for other facts that answers here depend on."""
        self.passing: list[Hashable] = []
        """The questions whose answers are kept only for now."""
        self.cut = NEVER
        """The depth of the outermost question that cut the current answer short."""
        self.cut_for: dict[Hashable, int] = {}
        """The kept answers that were cut short, each with that depth."""
        self.until: defaultdict[int, list[Hashable]] = defaultdict(list)
        """The same, by depth."""
        self.dropped: Counter[Hashable] = Counter()
        """How often each of them was found in vain."""

    def begin(self) -> None:
        """Start collecting files anew, and forget the answers that were kept only for now."""
        self.resting[:] = [set()]
        for memo in (self, *self.inside):
            for question in memo.passing:
                memo.kept.pop(question, None)
            memo.passing.clear()

    def within(self) -> "Memo":
        """Return a memo for other facts: what they depend on, answers here do, too."""
        memo = Memo()
        memo.resting = self.resting
        self.inside.append(memo)
        return memo

    @property
    def files(self) -> frozenset[Source]:
        """The files that the answers depend on that were asked for since `begin`."""
        return frozenset(self.resting[0] - {MOMENT})

    def rest_on(self, source: Source) -> None:
        """Note that the answers to all open questions depend on a file."""
        self.resting[-1].add(source)

    def ask(self, question: Hashable, find: Callable[[], Answer], unknown: Answer) -> Answer:
        """Return the kept answer, or find it."""
        kept = self.kept.get(question)
        if kept is None:
            if question in self.asking or len(self.asking) >= DEEPEST:
                self.cut = min(self.cut, self.asking.get(question, 0))
                return unknown
            kept = self.find(question, find, unknown)
        elif question in self.cut_for:
            self.cut = min(self.cut, self.cut_for[question])
        if kept.sources:
            self.resting[-1] |= kept.sources
        found: Answer = kept.answer
        return found

    def find(self, question: Hashable, find: Callable[[], Answer], unknown: Answer) -> Kept:
        """Find an answer, and keep it as long as it is valid."""
        depth = self.asking[question] = len(self.asking)
        self.resting.append(set())
        around, self.cut = self.cut, NEVER
        try:
            answer = find()
        except RecursionError:  # code that is nested too deeply
            answer, self.cut = unknown, 0
        finally:
            del self.asking[question]
            sources = frozenset(self.resting.pop())
        kept = self.kept[question] = Kept(answer, sources)
        if MOMENT in sources:
            self.passing.append(question)
        inside = self.until.pop(depth, [])
        if self.cut < depth:
            inside.append(question)
            self.until[self.cut] += inside
            self.cut_for.update(dict.fromkeys(inside, self.cut))
            self.cut = min(self.cut, around)
        else:
            self.drop(inside)
            self.cut = around
        return kept

    def drop(self, questions: list[Hashable]) -> None:
        """Forget answers that may now differ, unless that was in vain too often."""
        for each in questions:
            del self.cut_for[each]
            if self.dropped[each] < ENOUGH:
                self.dropped[each] += 1
                del self.kept[each]
