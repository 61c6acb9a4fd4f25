"""Mistakes in a text, taken out such that Python can parse the rest, line by line as it was."""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import parso

from background_typed_check.facts.parsing import UNPARSABLE, parse
from background_typed_check.facts.source import LINE_END

# What parso calls a row of statements, and what it cannot parse in one.
BLOCKS: Final = frozenset({"file_input", "suite"})
NOT_CODE: Final = frozenset({"endmarker", "newline"})
MARGIN: Final = re.compile(r"^([ \t\f]*).*$")
ERRORS: Final = frozenset({"error_leaf", "error_node"})


# So many lines that only Python complains of are taken out.
FEW: Final = 3


class Bad(NamedTuple):
    """Lines, from 1, that cannot be parsed."""

    first: int
    last: int
    is_replaced: bool = True
    """Whether something stands in their place, as far in as they are."""


class Row(NamedTuple):
    """A line of code, with all lines that it goes on in."""

    first: int
    """Its first line, from 0."""
    end: int
    """The line behind its last."""
    margins: tuple[int, ...]
    """How far in it and the blocks around it are."""
    is_header: bool
    """Whether a block follows."""

    def before(self, row: "Row") -> tuple[int, ...] | None:
        """Return the margins of a row that follows this one, None if Python refuses its own."""
        margin = row.margins[-1]
        if margin in self.margins:
            return self.margins[: self.margins.index(margin) + 1]
        is_inner = self.is_header and margin > self.margins[-1]
        return (*self.margins, margin) if is_inner else None


def tree_of(text: str) -> Any:  # noqa: ANN401  # parso has no complete types
    """Return what parso makes of a text: it parses any."""
    return parso.parse(text)  # type: ignore[no-untyped-call]  # see above


def leaves(tree: Any) -> Iterator[Any]:  # noqa: ANN401  # see above
    """Yield the leaves of a tree in order."""
    leaf = tree.get_first_leaf()
    while leaf is not None:
        yield leaf
        leaf = leaf.get_next_leaf()


def without_errors(text: str) -> str:
    """Return a text without the statements that cannot be parsed, but with what stands inside."""
    lines = LINE_END.split(text)
    margins = margins_of(lines)
    bad = [*errors_in(tree_of(text))]
    firsts = {each.first - 1 for each in bad if each.is_replaced}
    strays = [each for each in firsts if is_stray(each, lines, margins, firsts)]
    for number in strays:
        lines[number] = ""
    if strays:  # the blocks that they split are whole now
        return without_errors(joined(lines, text))
    for first, last, _ in bad:
        lines[first - 1 : last] = [""] * (last - first + 1)
    for first in sorted(firsts, reverse=True):
        own = margins[first]
        after = next((each for each in lines[first + 1 :] if each.strip()), "")
        # What is further in than this stays there.
        is_header = after.startswith(own) and after[len(own) :][:1].isspace()
        lines[first] = f"{own}{'if 1:' if is_header else 'pass'}"
    return joined(lines, text)


def margins_of(lines: list[str]) -> list[str]:
    """Return what each line begins with."""
    return [MARGIN.sub(r"\1", each) for each in lines]


def is_stray(number: int, lines: list[str], margins: list[str], bad: set[int]) -> bool:
    """Return whether the block above a bad line, which is further in, goes on below it."""
    own = margins[number]
    below = (each for each in range(number, len(lines)) if each not in bad and lines[each].strip())
    inner = next((margins[each] for each in below), own)
    if inner == own or not inner.startswith(own):
        return False
    for each in reversed(range(number)):
        if not lines[each].strip() or len(margins[each]) > len(inner):
            continue
        is_header = lines[each].rstrip().endswith(":")
        if is_header or each not in bad:
            return margins[each] == inner or (is_header and len(margins[each]) >= len(own))
    return False


def without_refused(text: str, line: int) -> Iterator[str]:
    """Yield a text without the first line that Python refuses, without the second, too, and so on.

    It refuses more than parso, such as `del 1`. The given line stays.
    """
    lines = LINE_END.split(text)
    for _ in range(FEW):
        number = refused(joined(lines, text))
        if number in {None, line}:
            return
        lines[number] = MARGIN.sub(r"\1pass", lines[number])
        yield joined(lines, text)


def refused(text: str) -> int | None:
    """Return the number of the line that Python cannot parse, None if it is not known."""
    try:
        parse(text)
    except SyntaxError as error:
        return error.lineno - 1 if error.lineno is not None else None
    except UNPARSABLE:
        return None
    return None


def errors_in(block: Any) -> Iterator[Bad]:  # noqa: ANN401  # see above
    """Yield the first and last lines of what cannot be parsed in a row of statements, in order."""
    inside = [each for each in block.children if each.type not in NOT_CODE]
    column, was_bad, is_known = inside[0].start_pos[1] if inside else 0, False, False
    for each in inside:
        is_inner = each.start_pos[1] > column
        is_known = is_inner and (is_known or was_bad)
        if each.type in ERRORS and not each.get_first_leaf().value:
            continue  # where it gets further in: that is known by the columns
        was_bad = each.type in ERRORS
        if is_inner and not is_known:
            yield Bad(each.start_pos[0], end_line(each), is_replaced=False)
        else:
            yield from (parts_of(each) if was_bad else inner_errors(each))


def parts_of(node: Any) -> Iterator[Bad]:  # noqa: ANN401  # see above
    """Yield the lines of a part that cannot be parsed, without the blocks in it."""
    first = last = 0
    for each in getattr(node, "children", [node]):
        if each.type in BLOCKS:
            yield from [Bad(first, last)] if first else []
            first = 0
            yield from errors_in(each)
        elif each.type not in NOT_CODE:
            first, last = first or each.start_pos[0], end_line(each)
    if first:
        yield Bad(first, last)


def inner_errors(node: Any) -> Iterator[Bad]:  # noqa: ANN401  # see above
    """Yield the same for the blocks in a statement."""
    for each in getattr(node, "children", ()):
        yield from (errors_in(each) if each.type in BLOCKS else inner_errors(each))


def end_line(node: Any) -> int:  # noqa: ANN401  # see above
    """Return the last line of a node."""
    last = node.get_last_leaf()
    return int(last.start_pos[0] if last.type == "newline" else last.end_pos[0])


def with_even_margins(text: str, line: int) -> str:
    """Return a text without the rows that are further in or out than Python allows.

    Args:
        text: The text.
        line: A line whose row stays, from 0: if it is such a row, those above it go.

    """
    lines, kept = LINE_END.split(text), [Row(0, 0, (0,), is_header=False)]
    for row in rows_of(text):
        while len(kept) > 1 and row.first <= line < row.end and kept[-1].before(row) is None:
            empty(lines, kept.pop())
        margins = kept[-1].before(row)
        if margins is None:
            empty(lines, row)
        else:
            kept.append(row._replace(margins=margins))
    return joined(lines, text)


def rows_of(text: str) -> Iterator[Row]:
    """Yield the rows of a text, each only with its own margin."""
    row: list[Any] = []
    for leaf in leaves(tree_of(text)):
        if leaf.type not in NOT_CODE:
            row += [leaf] if leaf.value else []
        elif row:
            first, end = row[0].start_pos[0] - 1, row[-1].end_pos[0]
            yield Row(first, end, (row[0].start_pos[1],), row[-1].value == ":")
            row = []


def empty(lines: list[str], row: Row) -> None:
    """Empty the lines of a row."""
    lines[row.first : row.end] = [""] * (row.end - row.first)


def joined(lines: list[str], text: str) -> str:
    """Return lines with the ends that they have in a text."""
    ends = [*LINE_END.findall(text), ""]
    return "".join(line + end for line, end in zip(lines, ends, strict=True))
