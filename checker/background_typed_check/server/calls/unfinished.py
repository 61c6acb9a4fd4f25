"""A text that is being written, made such that Python can parse it.

What stands before the cursor keeps its place.
"""

import functools
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from string import ascii_letters
from typing import Any, Final, NamedTuple

from background_typed_check.facts.source import LINE_END
from background_typed_check.server.calls.mistakes import (
    ERRORS,
    MARGIN,
    leaves,
    tree_of,
    with_even_margins,
    without_errors,
    without_refused,
)

CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
# What can only stand at the start of a statement: brackets before it were never closed.
STARTING: Final = frozenset(
    {"assert", "break", "class", "continue", "def", "del", "except", "finally", "global"}
    | {"import", "nonlocal", "pass", "raise", "return", "try", "while", "with"}
)
# What may be the start of a statement of the file.
TOP: Final = re.compile(r"^(?=[^\W\d]|@)", re.MULTILINE)
# What goes on in the next line, if that does not begin a definition.
GOING_ON: Final = (",", "(", "[", "{")
# The start of a definition of the file: no bracket around it can be open.
DEFINITION: Final = re.compile(r"^(?:@|(?:async[ \t]+)?def\b|class\b)", re.MULTILINE)
TRIPLE: Final = ('"""', "'''")
# The start of an argument that is given by name.
NAMED: Final = re.compile(r"\s*[^\W\d]\w*\s*=(?!=)")
# A comma before an argument that is missing.
MISSING: Final = re.compile(r",(?=\s*,)")
# An argument of which at most the start of a name is written.
BARE: Final = re.compile(r"\s*\w*")
# The start of a string that does not end.
QUOTE: Final = re.compile(r"\w*['\"]")
# What a bracket may follow as a part of an expression.
CALLED: Final = re.compile(r"[\w)\]]\Z")
OPERATORS: Final = frozenset(
    {"and", "await", "elif", "else", "for", "if", "in", "is", "lambda", "not", "or", "yield"}
)
DEFINING: Final = frozenset({"class", "def"})
# Stands for what is not written yet.
FILLER: Final = "_"


class Text(NamedTuple):
    """A text, and where the cursor is in it: both count from 0, columns in characters."""

    text: str
    line: int
    column: int


class Bracket(NamedTuple):
    """A bracket or an f-string that is open at the cursor."""

    end: str
    """What closes it."""
    is_call: bool
    start: int
    """Its offset."""
    separators: tuple[int, ...]
    """The offsets behind the bracket and behind each comma inside."""

    @property
    def last(self) -> int:
        """The offset of what is being written inside."""
        return self.separators[-1]


def finished(text: str, line: int, column: int) -> Iterator[Text]:
    """Yield texts that Python may be able to parse, the likeliest first, with the cursor in them.

    Whether it can is left to the caller, who needs what is parsed.
    """
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


def without_unclosed(text: str, line: int) -> str | None:
    """Return a text without the statement above a line whose bracket is open there, if any is."""
    starts = [0, *(each.end() for each in LINE_END.finditer(text))]
    around = brackets(text[: starts[line]])
    if not around:
        return None
    first = bisect_right(starts, around[0].start) - 1
    margin = MARGIN.sub(r"\1", LINE_END.split(text)[first])
    ends = "".join(LINE_END.findall(text[starts[first] : starts[line]]))
    return f"{text[: starts[first]]}{margin}pass{ends}{text[starts[line] :]}"


def is_in_call(text: str) -> bool:
    """Return whether a text ends inside the parentheses of a call."""
    return any(each.is_call for each in brackets(text))


def begins_argument(text: str) -> bool:
    """Return whether a text ends where an argument begins, with a part of a name at most."""
    around = brackets(text)
    return bool(around) and around[-1].is_call and BARE.fullmatch(text, around[-1].last) is not None


def closing(around: list[Bracket]) -> str:
    """Return what closes brackets."""
    return "".join(each.end for each in reversed(around))


def end_of(leaf: Any) -> str | None:  # noqa: ANN401  # parso has no complete types
    """Return what closes the bracket or f-string that a leaf opens, None if it opens none."""
    if leaf.type == "fstring_start":
        return str(leaf.value).lstrip(ascii_letters)
    return CLOSING.get(leaf.value)


def statement_in(text: str) -> int:
    """Return where the last statement of a file begins, or one above it if that is not certain.

    A line in a string of several lines may look like a statement, and an argument at its start.
    """
    starts = [each.start() for each in TOP.finditer(text)]
    return next(filter(functools.partial(is_statement, text), reversed(starts)), 0)


def is_statement(text: str, start: int) -> bool:
    """Return whether a statement surely begins at the start of a line."""
    if any(text.count(each, 0, start) % 2 for each in TRIPLE):
        return False
    goes_on = text[:start].rstrip().endswith(GOING_ON)
    return not goes_on or DEFINITION.match(text, start) is not None


def brackets(text: str) -> list[Bracket]:
    """Return the brackets that are open at the end of a text, the outermost first."""
    found: list[Bracket] = []
    top = statement_in(text)
    starts = [top, *(each.end() for each in LINE_END.finditer(text, top)), len(text)]
    before_last = last = ""
    for leaf in leaves(tree_of(text[top:])):
        if leaf.type == "fstring_string":
            continue
        if leaf.type in ERRORS and QUOTE.match(leaf.value) and leaf.end_pos[0] >= len(starts) - 1:
            break  # all the rest is in a string
        line, column = leaf.end_pos
        behind = starts[line - 1] + column
        if leaf.type == "newline" or (leaf.value in STARTING and "\n" in leaf.prefix):
            found.clear()
        elif (end := end_of(leaf)) is not None:
            is_call = leaf.value == "(" and bool(CALLED.search(last)) and last not in OPERATORS
            is_call = is_call and last not in STARTING and before_last not in DEFINING
            found.append(Bracket(end, is_call, behind - 1, (behind,)))
        elif found and (leaf.value in CLOSING.values() or leaf.type == "fstring_end"):
            found.pop()
        elif found and leaf.value == ",":
            found[-1] = found[-1]._replace(separators=(*found[-1].separators, behind))
        before_last, last = (last, leaf.value) if leaf.value else (before_last, last)
    return found
