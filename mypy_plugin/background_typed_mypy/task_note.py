"""The note of a task as it is written, and as it is read again: without mypy."""

import re
from typing import Final, NamedTuple, TypeAlias

NOTE: Final = "Background task {callee}: {state} ({}:{}-{}:{})"
PATTERN: Final = re.compile(
    r'Background task (?:"(?P<callee>[^"]+)"|expression): '
    r"(?:checked|not checked, (?P<reason>.+)) "
    r"\((?P<line>\d+):(?P<column>\d+)-(?P<end_line>\d+):(?P<end_column>\d+)\)"
)

MODEL_NOTE: Final = "Background task with a model that mypy misjudges ({}:{}-{}:{})"
MODEL_PATTERN: Final = re.compile(
    r"Background task with a model that mypy misjudges \((\d+):(\d+)-(\d+):(\d+)\)"
)

Place: TypeAlias = tuple[int, int, int, int]
"""From a line and column to another, all from 1 and the last inside."""


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


def write_model_note(place: Place) -> str:
    """Return the note of an argument that makes a model of pydantic."""
    return MODEL_NOTE.format(*place)


def read_model_note(message: str) -> Place | None:
    """Return where the model is made if a message is the note of one."""
    match = MODEL_PATTERN.fullmatch(message)
    if match is None:
        return None
    line, column, end_line, end_column = map(int, match.groups())
    return line, column, end_line, end_column
