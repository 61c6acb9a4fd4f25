"""What a run has to say: the tasks it knows, what is wrong with them, what it could not check."""

import re
from dataclasses import dataclass, field
from typing import Final

# How the plugin says it (`background_typed_mypy.listing.why_unchecked`).
PACKAGE: Final = re.compile(r'comes from "(.+?)"')


@dataclass(frozen=True)
class Place:
    """Where something stands. Lines and columns count from 1, columns in characters.

    The end is behind the last character; mypy before 2.0 does not print where an error ends.
    """

    file: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True)
class Task:
    """A deferred call that the plugin knows."""

    place: Place
    callee: str | None
    """The function as the user wrote it, if that is short: `send`, `self.mail.send`."""
    reason: str | None = None
    """Why nothing checks its arguments, or None where they were checked."""

    @property
    def package(self) -> str | None:
        """The package that mypy would have to read to check them."""
        match = PACKAGE.match(self.reason or "")
        return match and match[1]


@dataclass(frozen=True)
class Finding:
    """One diagnostic inside a deferred call."""

    place: Place
    severity: str
    """`error`, or `note` for what mypy says by the way."""
    code: str | None
    """mypy's error code, or one of the plugin's."""
    message: str
    notes: tuple[str, ...] = ()
    callee: str | None = None


@dataclass
class Report:
    """All of it, by the places."""

    tasks: list[Task] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    """One line for each cause that kept something from being checked."""
    files: list[str] = field(default_factory=list)
    """What mypy has read."""
    blind: set[str] = field(default_factory=set)
    """Where mypy sees no task, for a reason that was said."""


class NothingCheckedError(Exception):
    """Says in one line why there is no report."""
