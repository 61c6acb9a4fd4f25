"""A part of a file, as it is shown below a message: numbered lines, with places marked in them."""

import os
from collections.abc import Iterable, Iterator
from typing import Final

from background_typed_check.command.output.cells import cells_of, cut, first_column, room_in
from background_typed_check.command.output.paint import Paint
from background_typed_check.facts.source import Place
from background_typed_check.rules.rule import Related

CONTEXT: Final = 1
# A longer place is shown without its middle.
TALLEST: Final = 10
HEAD, TAIL = 5, 2
BLUE: Final = "bold blue"


class Excerpt:
    """The lines around a place, as far as there are any."""

    def __init__(
        self, place: Place, lines: list[str], columns: int | None, style: str = BLUE
    ) -> None:
        """Choose what to show of the lines of a file, in so many columns if there is a limit."""
        self.place = place
        self.style = style
        self.last = min(place.end_line or place.line, len(lines))
        self.is_tall = self.last > place.line > 0
        self.lines = {
            each: lines[each - 1].rstrip() for each in lines_around(place.line, self.last, lines)
        }
        self.digits = len(str(max(self.lines, default=0)))
        taken = self.digits + len(" | ") + len("| ") * self.is_tall
        self.room = room_in(columns, taken)
        self.left = first_column(*self.columns_of(place), self.room)

    def columns_of(self, place: Place) -> tuple[int, int]:
        """Return the columns of the terminal where a place begins and ends in its first line."""
        line = self.lines.get(place.line, "")
        start = max(place.column - 1, 0)
        end = place.column
        if place.end_line is not None and place.end_column is not None:
            end = place.end_column - 1 if place.end_line == place.line else len(line)
        begin = len(cells_of(line[:start]))
        return begin, begin + max(len(cells_of(line[start:end])), 1)

    def shows(self, place: Place) -> bool:
        """Return whether the whole of a place can be marked in one of the lines."""
        start, end = self.columns_of(place)
        is_in_line = place.file == self.place.file and place.end_line == place.line in self.lines
        return is_in_line and self.left <= start and end <= self.left + self.room

    def rows(self, near: Iterable[Related], paint: Paint) -> Iterator[str]:
        """Yield where the place is, then the lines, with this and other places marked."""
        margin = " " * self.digits
        yield f"{paint(f'{margin}-->', BLUE)} {start_of(self.place)}"
        if not self.lines:
            return
        bar = paint(f"{margin} |", BLUE)
        yield bar
        for number, line in self.lines.items():
            if number - 1 > self.place.line and number - 1 not in self.lines:
                yield f"{paint('...'.ljust(self.digits + 3), BLUE)}{paint('|', self.style)}"
            start = paint(f"{number:>{self.digits}} |", BLUE)
            yield f"{start} {self.side(number, paint)}{cut(line, self.left, self.room)}".rstrip()
            for row in self.marks(number, near, paint):
                yield f"{bar} {row}"
        yield bar

    def side(self, number: int, paint: Paint) -> str:
        """Return what stands at the left of a line if the place has several lines."""
        if not self.is_tall:
            return ""
        if self.place.line < number <= self.last:
            return f"{paint('|', self.style)} "
        return (
            f"{paint('/', self.style)} " if number == self.place.line and self.is_flush() else "  "
        )

    def is_flush(self) -> bool:
        """Return whether the place begins where its line does."""
        return not self.lines[self.place.line][: max(self.place.column - 1, 0)].strip()

    def marks(self, number: int, near: Iterable[Related], paint: Paint) -> Iterator[str]:
        """Yield the rows that mark something in a line."""
        margin = ""
        if not self.is_tall:
            if number == self.place.line:
                yield self.mark(self.place, "^", self.style, paint)
        elif number == self.place.line and not self.is_flush():
            column = self.columns_of(self.place)[0] - self.left
            yield paint(f" {'_' * (column + 1)}^", self.style)
        elif number == self.last:
            end = len(cells_of(self.lines[number][: (self.place.end_column or 1) - 1]))
            column = min(max(end - 1 - self.left, 0), self.room - 1)
            yield paint(f"|{'_' * (column + 1)}^", self.style)
        if self.is_tall:
            margin = f"{paint('|', self.style)} " if self.place.line <= number < self.last else "  "
        for each in near:
            if each.at.line == number:
                yield f"{margin}{self.mark(each.at, '-', BLUE, paint)} {paint(each.what, BLUE)}"

    def mark(self, place: Place, sign: str, style: str, paint: Paint) -> str:
        """Return what marks a place in its line."""
        start, end = self.columns_of(place)
        end = min(end, self.left + self.room)
        return " " * (start - self.left) + paint(sign * (end - start), style)


def start_of(place: Place) -> str:
    """Return where a place begins, in a form that terminals and editors can open."""
    return f"{place.file}:{place.line}:{place.column}"


def from_here(file: str) -> str:
    """Return the path of a file from the current folder if it is inside, or else unchanged."""
    path, here = os.path.abspath(file), os.path.join(os.getcwd(), "")
    return path[len(here) :] if path.startswith(here) else file


def lines_around(first: int, last: int, lines: list[str]) -> list[int]:
    """Return the numbers of the lines to show, none if there is no such line."""
    if not 0 < first <= last:
        return []
    before = range(max(first - CONTEXT, 1), first)
    after = range(last + 1, min(last + CONTEXT, len(lines)) + 1)
    inside = range(first, last + 1)
    shown = [*inside] if len(inside) <= TALLEST else [*inside[:HEAD], *inside[-TAIL:]]
    around = [each for each in (*before, *after) if lines[each - 1].strip()]
    return sorted([*shown, *around])
