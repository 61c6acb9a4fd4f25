"""Answers that are kept, with the files that they rest on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from typing import Any, Final, NamedTuple, TypeVar

from background_typed_check.facts.source import Source

Answer = TypeVar("Answer")
# Deeper than this a question is not followed: what it asks for is unknown.
DEEPEST: Final = 60
NEVER: Final = DEEPEST + 1
# As often as this an answer is found again that was cut short: then it is kept as it is.
ENOUGH: Final = 5
# What an answer rests on that somebody gave who may know more the next time.
MOMENT: Final = Source("", b"")


class Kept(NamedTuple):
    """An answer, and what it rests on."""

    answer: Any
    sources: frozenset[Source]


class Memo:
    """Asks each question once; a question that comes down to itself has no answer.

    On the way to an answer that is "unknown" there. What was found with its help may be another
    answer without it, so it is kept only until the question further out is answered.
    """

    def __init__(self) -> None:
        """Begin without answers."""
        self.kept: dict[Hashable, Kept] = {}
        self.asking: dict[Hashable, int] = {}
        """The questions that wait for an answer, each with its depth."""
        self.resting: list[set[Source]] = [set()]
        """What the answer to each of these rests on so far."""
        self.passing: list[Hashable] = []
        """The questions whose answers are kept for the moment."""
        self.cut = NEVER
        """The depth of the outermost question that the current answer was cut short for."""
        self.cut_for: dict[Hashable, int] = {}
        """The kept answers that were cut short, each with that depth."""
        self.until: defaultdict[int, list[Hashable]] = defaultdict(list)
        """The same by depth."""
        self.dropped: Counter[Hashable] = Counter()
        """How often each was found in vain."""

    def begin(self) -> None:
        """Begin anew with what the answers rest on, and forget those of the moment."""
        self.resting = [set()]
        for question in self.passing:
            self.kept.pop(question, None)
        self.passing.clear()

    def rest_on(self, source: Source) -> None:
        """Note that the answers to all that is being asked rest on a file."""
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
        self.resting[-1] |= kept.sources
        found: Answer = kept.answer
        return found

    def find(self, question: Hashable, find: Callable[[], Answer], unknown: Answer) -> Kept:
        """Find an answer, and keep it for as long as it holds."""
        depth = self.asking[question] = len(self.asking)
        self.resting.append(set())
        around, self.cut = self.cut, NEVER
        try:
            answer = find()
        except RecursionError:  # code that is nested too deeply to be looked into
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
        """Forget answers that may be others now, unless that has led to nothing too often."""
        for each in questions:
            del self.cut_for[each]
            if self.dropped[each] < ENOUGH:
                self.dropped[each] += 1
                del self.kept[each]
