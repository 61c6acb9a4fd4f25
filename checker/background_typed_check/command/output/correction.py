"""What would correct a finding: the lines that it removes and adds, numbered as they will be."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Final, TypeAlias

from background_typed_check.command.output.cells import cells_of, cut, first_column, room_in
from background_typed_check.command.output.excerpt import BLUE, CONTEXT, from_here
from background_typed_check.command.output.paint import Paint
from background_typed_check.command.rewriting import rewritten
from background_typed_check.facts.source import Source
from background_typed_check.report import Finding, Report
from background_typed_check.rules.rule import Edit

STYLES: Final = {"|": BLUE, "-": "red", "+": "green"}

Row: TypeAlias = tuple[int | str, str, str]
"""The number of a line if it will have one, its sign, and the line itself."""


def correction(
    finding: Finding, report: Report, columns: int | None, paint: Paint
) -> Iterator[str]:
    """Yield what the edits of a finding change. A file other than its own is named."""
    files = dict.fromkeys(each.at.file for each in finding.edits)
    for source in filter(None, map(report.disk.source, files)):
        edits = [each for each in finding.edits if each.at.file == source.path]
        data = rewritten(source, edits)
        if data is None or data == source.data:
            continue
        if source.path != finding.place.file:
            yield f"{paint(' -->', BLUE)} {from_here(source.path)}"
        groups = difference(source.lines, Source(source.path, data).lines, edits)
        yield from shown(groups, columns, paint)


def difference(old: list[str], new: list[str], edits: list[Edit]) -> list[list[Row]]:
    """Return the lines that are only in one of two texts, with those around them, in groups."""
    # Only what is edited is compared: to compare whole files takes long.
    above = max(min(each.at.line for each in edits) - 1 - CONTEXT, 0)
    last = max(each.at.end_line or each.at.line for each in edits)
    below = max(len(old) - last - CONTEXT, 0)
    old, new = old[above : len(old) - below], new[above : len(new) - below]
    groups = SequenceMatcher(None, old, new).get_grouped_opcodes(CONTEXT)
    return [[*rows_of(each, old, new, above)] for each in groups]


def shown(groups: list[list[Row]], columns: int | None, paint: Paint) -> Iterator[str]:
    """Yield groups of lines as they are printed."""
    digits = max(len(str(number)) for rows in groups for number, _, _ in rows)
    room = room_in(columns, digits + len(" | "))
    bar = paint(f"{'':{digits}} |", BLUE)
    yield bar
    for rows in groups:
        if rows is not groups[0]:
            yield paint("...", BLUE)
        start = change_in(rows)
        left = first_column(start, start + 1, room)
        for number, sign, line in rows:
            part = cut(line, left, room)
            text = part if sign == "|" else paint(part, STYLES[sign])
            first = paint(f"{number:>{digits}}", BLUE)
            yield f"{first} {paint(sign, STYLES[sign])} {text}".rstrip()
    yield bar


def rows_of(
    group: list[tuple[str, int, int, int, int]], old: list[str], new: list[str], above: int
) -> Iterator[Row]:
    """Yield the lines of a change, and those around it that are not empty."""
    for tag, old_begin, old_end, begin, end in group:
        is_same = tag == "equal"
        yield from (("", "-", line) for line in old[old_begin:old_end] if not is_same)
        for number, line in enumerate(new[begin:end], above + begin + 1):
            if line.strip() or not is_same:
                yield number, "|" if is_same else "+", line


def change_in(rows: list[Row]) -> int:
    """Return the column where the first lines that are removed and added begin to differ."""
    firsts = [next((line for _, each, line in rows if each == sign), "") for sign in "-+"]
    pairs = zip(*map(cells_of, firsts), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
