"""The note of a task as it is written, and as it is read again: without mypy."""

import re
from typing import Final, NamedTuple, TypeAlias

NOTE: Final = "Background task {callee}: {state} ({}:{}-{}:{})"
PATTERN: Final = re.compile(
    r'Background task (?:"(?P<callee>[^"]+)"|expression): '
    r"(?:checked|not checked, (?P<reason>.+)) "
    r"\((?P<line>\d+):(?P<column>\d+)-(?P<end_line>\d+):(?P<end_column>\d+)\)"
)

Place: TypeAlias = tuple[int, int, int, int]


class TaskNote(NamedTuple):
    """What the note of a task says."""

    callee: str | None
    """The name of what is called, if it has a short one."""
    reason: str | None
    """Why its arguments are not checked, if they are not."""
    line: int
    column: int
    end_line: int
    end_column: int


def write_note(callee: str | None, reason: str | None, place: Place) -> str:
    """Return the note of a task that is added from a line and column to another."""
    return NOTE.format(
        *place,
        callee="expression" if callee is None else f'"{callee}"',
        state="checked" if reason is None else f"not checked, {reason}",
    )


def read_note(message: str) -> TaskNote | None:
    """Return what a message says if it is the note of a task."""
    match = PATTERN.fullmatch(message)
    if match is None:
        return None
    callee, reason, *place = match.groups()
    return TaskNote(callee, reason, *map(int, place))
