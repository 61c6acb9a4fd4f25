"""Where the parts of a call stand: its function and arguments, with parentheses around them."""

import ast
import re
from typing import Final

from background_typed_check.facts.source import Place, Source
from background_typed_check.facts.tasks import Task

COMMENT: Final = "#"
COMMENTS: Final = re.compile(r"#.*")
# What opens parentheses around an argument: nothing comes between them but space.
OPENED: Final = re.compile(r"[(\s]*$")
CLOSED: Final = re.compile(r"(?:\s|#.*)*\)")


def gap(first: Place, second: Place) -> Place:
    """Return the place from the end of one to the start of another."""
    return Place(first.file, *first.end, second.line, second.column)


def span(first: Place, last: Place) -> Place:
    """Return the place from the start of one to the end of another."""
    return Place(first.file, first.line, first.column, *last.end)


def start_of(place: Place) -> Place:
    """Return the empty place before another."""
    return Place(place.file, place.line, place.column, place.line, place.column)


def end_of(place: Place) -> Place:
    """Return the empty place behind another."""
    return Place(place.file, *place.end, *place.end)


def name_place(attribute: ast.Attribute, source: Source) -> Place:
    """Return the place of the name behind the last dot."""
    place = source.place(attribute)
    line, end = place.end
    return place._replace(line=line, column=end - len(attribute.attr))


def given_in(call: ast.Call) -> list[ast.expr | ast.keyword]:
    """Return the arguments of a call in order."""
    given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    return sorted(given, key=lambda each: (each.lineno, each.col_offset))


def indent_of(place: Place, source: Source) -> str | None:
    """Return what is before a place in its line, None if that is more than spaces."""
    before = source.read(Place(place.file, place.line, 1, place.line, place.column))
    return None if before.strip() else before


def callee_of(task: Task) -> ast.expr | None:
    """Return the function of a task where that stands as an argument, or as the first, by name."""
    if task.direct is None or task.helper is not None:
        return None
    callee, given = task.direct.callee.node, given_in(task.call)
    is_named = any(each is given[0] and value_of(each) is callee for each in task.call.keywords)
    return callee if is_named or callee in task.call.args else None


def value_of(given: ast.expr | ast.keyword) -> ast.expr:
    """Return what is given in an argument."""
    return given.value if isinstance(given, ast.keyword) else given


def place_of_callee(task: Task) -> Place | None:
    """Return the place of the function of a task, with its name and the parentheses around it."""
    callee = callee_of(task)
    given = [each for each in given_in(task.call) if value_of(each) is callee]
    return argument_place(given[0], task.call, task.source) if given else None


def argument_place(given: ast.expr | ast.keyword, call: ast.Call, source: Source) -> Place:
    """Return the place of an argument of a call, with the parentheses around it."""
    place, all_given = source.place(given), given_in(call)
    position = all_given.index(given)
    before = source.place(all_given[position - 1] if position else call.func)
    text = COMMENTS.sub(spaces, source.read(gap(before, place)))
    opened = OPENED.search(text)
    start = opened.start() if opened is not None else len(text)
    signs = [start + each.start() for each in re.finditer(r"\(", text[start:])]
    if not position:
        signs = signs[1:]  # that of the call
    if not signs:
        return place
    behind, end = source.read(gap(place, end_of(source.place(call)))), 0
    for _ in signs:
        closed = CLOSED.match(behind, end)
        end = closed.end() if closed is not None else end
    begin = moved(before.end, text[: signs[0]])
    return Place(place.file, *begin, *moved(place.end, behind[:end]))


def spaces(found: re.Match[str]) -> str:
    """Return as many spaces as a text has characters."""
    return " " * len(found[0])


def moved(position: tuple[int, int], text: str) -> tuple[int, int]:
    """Return the line and column behind a text that begins at a position."""
    line, column = position
    *lines, last = text.split("\n")
    return line + len(lines), len(last) + (1 if lines else column)
