"""What mypy has said about a text, in a later one: on the lines that are the same."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from background_typed_check.facts.source import Source
from background_typed_check.report import Finding


def moved(findings: list[Finding], old: bytes, new: bytes) -> Iterator[Finding]:
    """Yield the findings above and below what an edit has changed, at their places behind it."""
    before, after = (Source("", each).lines for each in (old, new))
    above = number_of_equal(before, after)
    below = number_of_equal(before[above:][::-1], after[above:][::-1])
    by = len(after) - len(before)
    for each in findings:
        first, last = each.place.line, each.place.end[0]
        if each.edits or each.related:
            continue  # they have places of their own
        if last <= above:
            yield each
        elif first > len(before) - below:
            end = each.place.end_line and last + by
            yield replace(each, place=each.place._replace(line=first + by, end_line=end))


def number_of_equal(some: list[str], others: list[str]) -> int:
    """Return how many lines two texts begin with that are the same."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False))
    )
