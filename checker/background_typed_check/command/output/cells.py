"""What stands in the columns of a terminal: wide characters take two, and long lines are cut."""

import sys
import unicodedata
from typing import Final

# On a terminal that leaves less to the source, lines are broken.
LEAST: Final = 20
CUT: Final = "…"
# Tabs as ruff shows them, and pictures of what would control the terminal.
SHOWN: Final = (
    {code: 0x2400 + code for code in range(0x20)}
    | {0x7F: "␡"}
    | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    | {ord("\t"): "    "}
)


def room_in(columns: int | None, taken: int) -> int:
    """Return how many columns are left to the source, if there is a limit."""
    return max(columns - taken, LEAST) if columns is not None else sys.maxsize


def first_column(start: int, end: int, room: int) -> int:
    """Return the column at which lines begin: 0, or so that what is between two is in sight."""
    return 0 if end < room else max(start - max((room - (end - start)) // 2, 1), 0)


def cut(line: str, left: int, room: int) -> str:
    """Return the part of a line that there is room for, from some column."""
    cells = cells_of(line)
    part = cells[left : left + room]
    if left and cells:
        part[:2] = [CUT, *(each or " " for each in part[1:2])]
    if len(cells) > left + room:
        part[-2:] = [part[-2] if part[-1] else " ", CUT]
    return "".join(part)


def cells_of(text: str) -> list[str]:
    """Return what stands in each column: nothing in the second of a wide character."""
    cells: list[str] = []
    for character in text.translate(SHOWN):
        columns = width(character)
        if cells and not columns:
            cells[-1] += character
        else:
            cells += [character, *[""] * (columns - 1)]
    return cells


def width(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "FW" else 1
