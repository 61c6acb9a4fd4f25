"""What the plugin tells the command: JSON in notes of mypy, written here and read here.

mypy keeps these notes with its errors, so a warm run tells the same. The command reads them
without mypy's help. No person ever sees them, because their code is off by default.
"""

import json
from collections.abc import Container
from enum import Enum
from typing import Final, NamedTuple

from background_typed_check.reasons import Reason, Why

CODE: Final = "background-wire"
# What stands between a module and the name of what is imported from it.
MEMBER: Final = ":"
# The variable of the environment in which the command names more functions that block.
BLOCKING: Final = "BACKGROUND_TYPED_BLOCKING"
START: Final = '{"background":'


class Kind(Enum):
    """What is in a span."""

    TASK = "task"
    """A deferred call."""
    USE = "use"
    """A collection that is made or called, or the background of a response."""
    OTHER = "other"
    """A call of a method with the name of one that adds a task, which adds none."""
    MODEL = "model"
    """A call that makes a model. mypy knows too little about its arguments."""
    FIELD = "field"
    """An argument of such a call."""
    COLUMN = "column"
    """An expression that mypy sees as a column. At run time it is a value."""
    FAILED = "failed"
    """A deferred call at which the plugin failed."""


class Span(NamedTuple):
    """Where something begins and ends, as mypy counts: from 1, the last column inclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def begin(self) -> tuple[int, int]:
        """The first line and column."""
        return self.line, self.column

    @property
    def end(self) -> tuple[int, int]:
        """The last line and column."""
        return self.end_line, self.end_column


class Told(NamedTuple):
    """What one note tells."""

    kind: Kind
    span: Span
    callee: str | None = None
    """The name of the callee, if it has a short one."""
    reason: Reason | None = None
    """Why the arguments are not checked, None if they are."""


def settled(
    reason: Reason | None, known: Container[str], own: Container[str] = ()
) -> Reason | None:
    """Return a reason with the package that mypy did not read in place of its modules.

    Args:
        reason: Why the arguments of a task are not checked.
        known: The modules that mypy has read. One of its workers knows of some only.
        own: Those that have all that may be imported from them.

    """
    if reason is None or reason.why not in {Why.PACKAGE, Why.ARGUMENT}:
        return reason
    for each in reason.detail.split():
        module, _, member = each.partition(MEMBER)
        parts = module.split(".")
        around = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        unread = next((one for one in around if one not in known), None)
        if unread is None and member and module in own:
            unread = f"{module}.{member}"
        if unread is not None:
            return Reason(reason.why, unread)
    return Reason(Why.ANY) if reason.why is Why.PACKAGE else None


def write(told: Told) -> str:
    """Return the text of a note."""
    reason = [told.reason.why.name, told.reason.detail] if told.reason is not None else None
    fields = {"span": told.span, "callee": told.callee, "reason": reason}
    return json.dumps({"background": told.kind.value, **fields})


def read(text: str) -> Told | None:
    """Return what a note tells, None for any other text."""
    if not text.startswith(START):
        return None
    fields = json.loads(text)
    reason = fields["reason"]
    return Told(
        Kind(fields["background"]),
        Span(*fields["span"]),
        fields["callee"],
        Reason(Why[reason[0]], reason[1]) if reason is not None else None,
    )
