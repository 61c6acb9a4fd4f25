"""Places as the editor counts them: lines from 0, and columns in the units of an encoding."""

import os
from collections.abc import Sequence
from typing import TypeAlias

from lsprotocol.types import Position, PositionEncodingKind, Range
from pygls.uris import from_fs_path

from background_typed_check.facts.source import Place

Encoding: TypeAlias = PositionEncodingKind | str


def range_of(place: Place, lines: Sequence[str], encoding: Encoding) -> Range:
    """Return a place in a text of some lines. Without an end it is between two characters."""
    return Range(
        position_of(place.line, place.column, lines, encoding),
        position_of(*place.end, lines, encoding),
    )


def position_of(line: int, column: int, lines: Sequence[str], encoding: Encoding) -> Position:
    """Return the position of a line and a column that count from 1, the latter in characters."""
    text = lines[line - 1] if line <= len(lines) else ""
    return Position(line - 1, units_in(text[: column - 1], encoding))


def units_in(text: str, encoding: Encoding) -> int:
    """Return how long a text is in the units of an encoding."""
    if encoding == PositionEncodingKind.Utf8:
        return len(text.encode(errors="surrogatepass"))
    if encoding == PositionEncodingKind.Utf32:
        return len(text)
    return len(text) + sum(each > "\uffff" for each in text)


def characters_in(text: str, units: int, encoding: Encoding) -> int:
    """Return how many characters of a text fill some units of an encoding, all if it is shorter."""
    number = 0
    for each in text:
        units -= units_in(each, encoding)
        if units < 0:
            break
        number += 1
    return number


def uri_of(path: str) -> str:
    """Return the URI of a file."""
    return from_fs_path(os.path.abspath(path)) or ""
