"""A text that is being written, made such that Python can parse it.

What stands before the cursor keeps its place.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check.facts.source import LINE_END
from background_typed_check.server.calls.brackets import DEFINITION, Bracket, brackets
from background_typed_check.server.calls.mistakes import (
    MARGIN,
    is_stray,
    joined,
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


def finished(text: str, line: int, column: int) -> Iterator[Text]:
    """Yield texts that Python may be able to parse, the likeliest first, with the cursor in them.

    Whether it can is left to the caller, who needs what is parsed.
    """
    text = without_open_stray(text, line)
    found: list[Text] = []
    asked, others = [Text(text, line, column)], filled(text, line, column)
    order = (others, asked) if is_left_open(text, line) else (asked, others)
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
    closed = without_unclosed(text, line)
    if closed is not None:
        yield from finished(closed, line, column)


def is_left_open(text: str, line: int) -> bool:
    """Return whether a bracket before the end of a line is open where the next definition begins.

    Python cannot parse such a text, and to try that takes longer.
    """
    line_ends = itertools.islice(LINE_END.finditer(text), line, None)
    end = next((each.end() for each in line_ends), len(text))
    following = DEFINITION.search(text, end)
    text = text[: following.start()] if following is not None else text
    return bool(brackets(text))


def before(text: str, cursor: Text) -> str:
    """Return what stands before the cursor on its line."""
    return LINE_END.split(text)[cursor.line][: cursor.column]


def filled(text: str, line: int, column: int) -> Iterator[Text]:
    """Yield the text with something for what is missing at the cursor."""
    offset = [0, *(each.end() for each in LINE_END.finditer(text))][line] + column
    written, after = text[:offset], text[offset:]
    line_end = LINE_END.search(after)
    tail = after[line_end.start() :] if line_end is not None else ""
    around = brackets(written)
    if around:
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
            rest = (
                f"{filler}{closing(around)}{''.join(ends)}{tail}"  # what follows stays on its line
            )
            yield Text(f"{short}{rest}", line - len(ends), at)
    # Arguments may follow in the next lines.
    for filler in (FILLER, f"{FILLER},"):
        yield Text(f"{written}{filler}{after}", line, column)


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


def without_open_stray(text: str, line: int) -> str:
    """Return a text without what leaves a bracket open above a line, if it splits a block."""
    first = first_open(text, line)
    lines = LINE_END.split(text)
    if first is None or not is_stray(first, lines, {first}):
        return text
    return joined([*lines[:first], "", *lines[first + 1 :]], text)


def first_open(text: str, line: int) -> int | None:
    """Return the line of the outermost bracket that is open at the start of a line, if any is."""
    starts = [0, *(each.end() for each in LINE_END.finditer(text))]
    around = brackets(text[: starts[line]])
    return bisect_right(starts, around[0].start) - 1 if around else None


def without_unclosed(text: str, line: int) -> str | None:
    """Return a text without the statement above a line whose bracket is open there, if any is."""
    starts = [0, *(each.end() for each in LINE_END.finditer(text))]
    first = first_open(text, line)
    if first is None:
        return None
    margin = MARGIN.sub(r"\1", LINE_END.split(text)[first])
    ends = "".join(LINE_END.findall(text[starts[first] : starts[line]]))
    return f"{text[: starts[first]]}{margin}pass{ends}{text[starts[line] :]}"


def closing(around: list[Bracket]) -> str:
    """Return what closes brackets."""
    return "".join(each.end for each in reversed(around))
