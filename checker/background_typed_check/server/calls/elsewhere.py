"""The statements of a file that the cursor is not in: made such that they parse, and are few."""

import functools
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from background_typed_check.facts.parsing import UNPARSABLE, parse
from background_typed_check.facts.source import LINE_END
from background_typed_check.server.calls.mistakes import with_even_margins, without_errors

# The start of a definition: no bracket around it can be open.
DEFINITION: Final = r"(?:(?:async[ \t]+)?def\b|class\b)"
# What may be the start of a statement of the file, or of any definition.
START: Final = re.compile(
    rf"^(?:[ \t]*{DEFINITION}|@|(?=[^\W\d])(?!(?:elif|else|except|finally)\b))", re.MULTILINE
)
# A definition of the file, or a decorator.
TOP: Final = re.compile(rf"@|{DEFINITION}")
# What goes on in the next line, if that does not begin a definition.
GOING_ON: Final = (",", "(", "[", "{", "\\")
MARGIN: Final = frozenset(" \t")
TRIPLE: Final = ('"""', "'''")
# A function up to the colon before its body, and its name.
HEADER: Final = re.compile(
    r"(?:@.*?^)?(?:async[ \t]+)?def[ \t]+(\w+).*?:(?=[ \t]*(?:#[^\r\n]*)?\r?$)",
    re.MULTILINE | re.DOTALL,
)
# What a function may do to the file without being mentioned: it binds a name of it.
BINDING: Final = re.compile(r"\bglobal\b")
# So many texts are remembered: an answer is looked for in a text as it is, and in one mended.
FEW: Final = 4
# So many statements are remembered: those of the files that somebody is typing in.
MANY: Final = 500


@functools.lru_cache(FEW)
def starts_in(text: str) -> list[int]:
    """Return where statements of a file surely begin, and definitions, the first at its start.

    A line in a string of several lines may look like a statement, and an argument at its start.
    """
    found, begin, is_inside = [0], 0, [False, False]
    for each in START.finditer(text):
        start = each.start()
        for number, quotes in enumerate(TRIPLE):
            is_inside[number] ^= text.count(quotes, begin, start) % 2 == 1
        goes_on = text[begin:start].rstrip().endswith(GOING_ON)
        if start and (not goes_on or each[0]) and not any(is_inside):
            found.append(start)
        begin = start
    return found


def calmed(text: str, offset: int, *, is_alone: bool) -> str:
    """Return a text in which what stands far from a place does no harm, each line where it was.

    Args:
        text: The text of a file.
        offset: The place.
        is_alone: Whether all that matters of other functions is what they are.

    """
    starts, parts = statements_of(text)
    own = bisect_right(starts, offset) - 1
    # What stands in its margin may split the definition above.
    above = (number for number in reversed(range(own)) if TOP.match(parts[number]))
    first = next(above, own)
    near = parts[first : own + 1]
    others = (parts[:first], parts[own + 1 :])
    before, after = ([emptied(each, text) for each in row] if is_alone else row for row in others)
    return "".join((*mended(before), *near, *mended(after)))


def statements_of(text: str) -> tuple[list[int], list[str]]:
    """Return where the statements of a file begin, and each of them, decorators with the rest."""
    found = itertools.pairwise(
        each for each in starts_in(text) if text[each : each + 1] not in MARGIN
    )
    starts = [0, *(each for before, each in found if text[before] != "@")]
    return starts, [text[start:end] for start, end in itertools.pairwise((*starts, len(text)))]


def emptied(statement: str, text: str) -> str:
    """Return a statement without the body of the function that it is, if nobody can miss that."""
    header = HEADER.match(statement)
    if header is None or text.count(header[1]) > 1:
        return statement
    body = statement[header.end() :]
    short = f"{header[0]} pass{''.join(LINE_END.findall(body))}"
    return short if is_parsed(short) and not BINDING.search(body) else statement


def mended(statements: list[str]) -> Iterator[str]:
    """Yield statements such that each can be parsed, if possible."""
    for is_good, group in itertools.groupby(statements, is_parsed):
        row = [*group]
        # One that goes on in the margin looks like two that cannot be parsed.
        is_whole = is_good or is_parsed("".join(row))
        yield from row if is_whole else map(without_mistakes, row)


@functools.lru_cache(MANY)
def is_parsed(statement: str) -> bool:
    """Return whether Python can parse a statement."""
    try:
        parse(statement)
    except UNPARSABLE:
        return False
    return True


@functools.lru_cache(MANY)
def without_mistakes(statement: str) -> str:
    """Return a statement without what cannot be parsed, as it is if that is not enough."""
    cleaned = with_even_margins(without_errors(statement), 0)
    evened = without_errors(with_even_margins(statement, 0))
    return next(filter(is_parsed, (cleaned, evened)), statement)
