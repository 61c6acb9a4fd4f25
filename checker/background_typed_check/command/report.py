"""What a run has to say: the tasks it knows, what is wrong with them, what it could not check."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from background_typed_check.facts.disk import Disk
from background_typed_check.facts.source import Place
from background_typed_check.rules.rule import Edit, Related

# How the plugin says it (`background_typed_mypy.listing.why_unchecked`).
PACKAGE: Final = re.compile(r'comes from "(.+?)"')


@dataclass(frozen=True)
class Task:
    """A deferred call."""

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
    """The code of a rule, or mypy's."""
    message: str
    notes: tuple[str, ...] = ()
    callee: str | None = None
    edits: tuple[Edit, ...] = ()
    """What would correct it, if that is known."""
    related: tuple[Related, ...] = ()


@dataclass
class Report:
    """All of it, by the places."""

    tasks: list[Task] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    """One line for each cause that kept something from being checked."""
    files: list[str] = field(default_factory=list)
    """The Python files that the user asks about."""
    unparsed: dict[str, str] = field(default_factory=dict)
    """Those that mention tasks and that the running Python cannot parse, and what it says."""
    dropped: list[str] = field(default_factory=list)
    """Those that mypy does not read."""
    unseen: dict[tuple[str, int], str] = field(default_factory=dict)
    """Why mypy does not see a task, by its file and line."""
    blind: dict[str, str] = field(default_factory=dict)
    """Why mypy sees no task of a file."""
    is_incomplete: bool = False
    """Whether packages of the application are missing, so that some arguments are not checked."""
    without_types: str | None = None
    """Why no arguments were checked at all, or None where they were."""
    disk: Disk = field(default_factory=Disk)
    """What reads the files that it is about."""

    def without(self, findings: list[Finding]) -> "Report":
        """Return the same report without some findings."""
        return replace(self, findings=[each for each in self.findings if each not in findings])


class NothingCheckedError(Exception):
    """Says in one line why there is no report."""
