"""A text that is being written, made such that Python can parse it.

What stands before the cursor keeps its place.
"""

import functools
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check.facts.source import LINE_END
from background_typed_check.server.calls.brackets import Bracket, brackets
from background_typed_check.server.calls.elsewhere import DEFINITION, FEW, calmed
from background_typed_check.server.calls.mistakes import (
    MARGIN,
    is_stray,
    joined,
    margins_of,
    with_even_margins,
    without_errors,
    without_refused,
)

# The start of an argument that is given by name.
NAMED: Final = re.compile(r"\s*[^\W\d]\w*\s*=(?!=)")
# A comma before an argument that is missing.
MISSING: Final = re.compile(r",(?=\s*,)")
# Stands for what is not written yet.
FILLER: Final = "_"


class Text(NamedTuple):
    """A text, and where the cursor is in it: both count from 0, columns in characters."""

    text: str
    line: int
    column: int

    @property
    def line_start(self) -> int:
        """Where the line of the cursor begins."""
        return starts_of_lines(self.text)[self.line]

    @property
    def offset(self) -> int:
        """Where the cursor is."""
        return self.line_start + self.column

    @property
    def around(self) -> list[Bracket]:
        """The brackets that are open at the cursor."""
        return brackets(self.text, self.offset)


@functools.lru_cache(FEW)
def starts_of_lines(text: str) -> list[int]:
    """Return where the lines of a text begin."""
    return [0, *(each.end() for each in LINE_END.finditer(text))]


def finished(
    text: Text, around: list[Bracket], *, is_alone: bool = False, is_known: bool = True
) -> Iterator[Text]:
    """Yield texts that Python may be able to parse, the likeliest first, with the cursor in them.

    Whether it can is left to the caller, who needs what is parsed.

    Args:
        text: The text as it is.
        around: The brackets that are open at the cursor.
        is_alone: Whether only the call around the cursor matters.
        is_known: Whether the text as it is has been parsed before, if that is possible.

    """
    is_open = is_left_open(text, around)
    if not is_open and (is_known or not is_alone):
        yield text
    calm = text._replace(text=calmed(text.text, text.line_start, is_alone=is_alone))
    by = calm.line_start - text.line_start
    yield from mended(calm, [each.moved(by) for each in around], is_open=is_open)


def mended(text: Text, around: list[Bracket], *, is_open: bool) -> Iterator[Text]:
    """Yield the same for a text whose statements far from the cursor are mended."""
    first = first_open(text)
    lines = LINE_END.split(text.text)
    if first is not None and is_stray(first, lines, margins_of(lines), {first}):
        whole = joined([*lines[:first], "", *lines[first + 1 :]], text.text)
        text = text._replace(text=whole)
        around, first = text.around, first_open(text)
    found: list[Text] = []
    asked, others = [text], filled(text, around)
    order = (others, asked) if is_open else (asked, others)
    for each in itertools.chain(*order):
        found.append(each)
        yield each
    for each in found[:3]:  # it takes long, and the others differ in little
        cleaned = with_even_margins(without_errors(each.text), each.line)
        evened = without_errors(with_even_margins(each.text, each.line))
        for likely in (cleaned, evened):
            if before(likely, each) == before(each.text, each):
                yield each._replace(text=likely)
    for each in found[:2]:
        yield from (each._replace(text=text) for text in without_refused(each.text, each.line))
    if first is not None:
        closed = without_unclosed(text, first)
        around = closed.around
        yield from mended(closed, around, is_open=is_left_open(closed, around))


def is_left_open(text: Text, around: list[Bracket]) -> bool:
    """Return whether a bracket around the cursor is open where a definition begins further out.

    Python cannot parse such a text, and to try that takes longer.
    """
    if not around:
        return False
    end = LINE_END.search(text.text, text.offset)
    begun = text.text[text.line_start : text.offset]
    margin = len(begun) - len(begun.lstrip())
    outer = re.compile(rf"^[ \t]{{0,{max(margin - 1, 0)}}}(?:@|{DEFINITION})", re.MULTILINE)
    following = outer.search(text.text, end.end()) if end is not None else None
    return bool(brackets(text.text, following.start() if following is not None else len(text.text)))


def before(text: str, cursor: Text) -> str:
    """Return what stands before the cursor on its line."""
    return LINE_END.split(text)[cursor.line][: cursor.column]


def filled(text: Text, around: list[Bracket]) -> Iterator[Text]:
    """Yield a text with something for what is missing at the cursor."""
    after = text.text[text.offset :]
    line_end = LINE_END.search(after)
    end = line_end.start() if line_end is not None else len(after)
    # It may be in the head of a block, which may have no body yet.
    ends = (":", ": pass", "") if after[:end].rstrip().endswith(":") else ("",)
    for each in ends if around else ():
        yield from closed(text, around, f"{each}{after[end:]}")
    # Arguments may follow in the next lines.
    for filler in (FILLER, f"{FILLER},"):
        yield text._replace(text=f"{text.text[: text.offset]}{filler}{after}")


def closed(text: Text, around: list[Bracket], tail: str) -> Iterator[Text]:
    """Yield a text whose brackets are closed at the cursor, with what follows on its line."""
    whole, line, column = text
    written = whole[: text.offset]
    yield Text(f"{written}{closing(around)}{tail}", line, column)
    calls = [number for number, each in enumerate(around, 1) if each.is_call]
    around = around[: max(calls, default=0)]
    if around:
        named = NAMED.match(written, around[-1].last)
        head = written[: named.end() if named is not None else around[-1].last]
        filler = FILLER if named is not None else ""
        begin = around[-1].start
        likely = head[:begin] + MISSING.sub(f",{FILLER}", head[begin:])
        for kept, short in ((head, likely), shortened(head, around[-1])):
            ends = LINE_END.findall(written[len(kept) :])
            at = len(LINE_END.split(short)[-1])
            # What follows stays on its line.
            rest = f"{filler}{closing(around)}{''.join(ends)}{tail}"
            yield Text(f"{short}{rest}", line - len(ends), at)


def shortened(head: str, call: Bracket) -> tuple[str, str]:
    """Return a call up to its first argument, and up to the last with little for those between."""
    first, *others = call.separators[1:] or (len(head),)
    parts = [head[start:end] for start, end in itertools.pairwise((first, *others))]
    names = [NAMED.match(each) for each in parts]
    fillers = [FILLER if each is None else f"{each[0].strip()}{FILLER}" for each in names]
    # Python wants names last.
    fillers.sort(key=lambda each: each != FILLER)
    between = "".join(f"{each}, " for each in fillers)
    return head[:first], f"{head[:first]}{between}{head[max((first, *others)) :]}"


def first_open(text: Text) -> int | None:
    """Return the line of the outermost bracket that is open above the cursor's, if any is."""
    around = brackets(text.text, text.line_start)
    starts = starts_of_lines(text.text)
    return bisect_right(starts, around[0].start) - 1 if around else None


def without_unclosed(text: Text, first: int) -> Text:
    """Return a text without a line above the cursor, and what goes on in lines behind it."""
    start = starts_of_lines(text.text)[first]
    margin = MARGIN.sub(r"\1", LINE_END.split(text.text)[first])
    ends = "".join(LINE_END.findall(text.text, start, text.line_start))
    rest = text.text[text.line_start :]
    return text._replace(text=f"{text.text[:start]}{margin}pass{ends}{rest}")


def closing(around: list[Bracket]) -> str:
    """Return what closes brackets."""
    return "".join(each.end for each in reversed(around))
