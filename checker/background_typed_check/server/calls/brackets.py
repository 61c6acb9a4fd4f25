"""The brackets that are open at a place in a text that is being written."""

import functools
import re
from string import ascii_letters
from typing import Any, Final, NamedTuple

from background_typed_check.facts.source import LINE_END
from background_typed_check.server.calls.mistakes import ERRORS, leaves, tree_of

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
# An argument of which at most the start of a name is written.
BARE: Final = re.compile(r"(?:\s|#.*\n)*\w*")
# The start of a string that does not end.
QUOTE: Final = re.compile(r"\w*['\"]")
# What a bracket may follow as a part of an expression.
CALLED: Final = re.compile(r"[\w)\]]\Z")
OPERATORS: Final = frozenset(
    {"and", "await", "elif", "else", "for", "if", "in", "is", "lambda", "not", "or", "yield"}
)
DEFINING: Final = frozenset({"class", "def"})


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


def is_in_call(text: str) -> bool:
    """Return whether a text ends inside the parentheses of a call."""
    return any(each.is_call for each in brackets(text))


def begins_argument(text: str) -> bool:
    """Return whether a text ends where an argument begins, with a part of a name at most."""
    around = brackets(text)
    return bool(around) and around[-1].is_call and BARE.fullmatch(text, around[-1].last) is not None


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
