"""The brackets that are open at a place in a text that is being written."""

import re
from bisect import bisect_left
from string import ascii_letters
from typing import Final, NamedTuple

from parso.python.token import PythonTokenTypes as Kind
from parso.python.tokenize import PythonToken, tokenize
from parso.utils import parse_version_string

from background_typed_check.facts.source import LINE_END
from background_typed_check.server.calls.elsewhere import starts_in

CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
# What can only stand at the start of a statement: brackets before it were never closed.
STARTING: Final = frozenset(
    {"assert", "break", "class", "continue", "def", "del", "except", "finally", "global"}
    | {"import", "nonlocal", "pass", "raise", "return", "try", "while", "with"}
)
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

    def moved(self, by: int) -> "Bracket":
        """Return the same bracket behind more text, or less."""
        separators = tuple(each + by for each in self.separators)
        return self._replace(start=self.start + by, separators=separators)


def is_in_call(_text: str, around: list[Bracket]) -> bool:
    """Return whether a text ends inside the parentheses of a call."""
    return any(each.is_call for each in around)


def begins_argument(text: str, around: list[Bracket]) -> bool:
    """Return whether a text ends where an argument begins, with a part of a name at most."""
    return bool(around) and around[-1].is_call and BARE.fullmatch(text, around[-1].last) is not None


def end_of(token: PythonToken) -> str | None:
    """Return what closes the bracket or f-string that a token opens, None if it opens none."""
    if token.type is Kind.FSTRING_START:
        return token.string.lstrip(ascii_letters)
    return CLOSING.get(token.string)


def brackets(text: str, end: int) -> list[Bracket]:
    """Return the brackets that are open at a place in a text, the outermost first."""
    found: list[Bracket] = []
    statements = starts_in(text)
    top = statements[max(bisect_left(statements, end) - 1, 0)]
    starts = [top, *(each.end() for each in LINE_END.finditer(text, top, end)), end]
    before_last = last = ""
    for token in tokenize(text[top:end], version_info=parse_version_string()):
        value = token.string
        if token.type is Kind.FSTRING_STRING:
            continue
        line, column = token.end_pos
        if token.type is Kind.ERRORTOKEN and QUOTE.match(value) and line >= len(starts) - 1:
            break  # all the rest is in a string
        behind = starts[line - 1] + column
        if token.type is Kind.NEWLINE or (value in STARTING and "\n" in token.prefix):
            found.clear()
        elif (closer := end_of(token)) is not None:
            is_call = value == "(" and bool(CALLED.search(last)) and last not in OPERATORS
            is_call = is_call and last not in STARTING and before_last not in DEFINING
            found.append(Bracket(closer, is_call, behind - 1, (behind,)))
        elif found and (value in CLOSING.values() or token.type is Kind.FSTRING_END):
            found.pop()
        elif found and value == ",":
            found[-1] = found[-1]._replace(separators=(*found[-1].separators, behind))
        before_last, last = (last, value) if value else (before_last, last)
    return found
