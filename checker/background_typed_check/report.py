"""What a run reports: the tasks it knows, what is wrong with them, what it could not check."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from background_typed_check.comments import Ignore
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.source import Place
from background_typed_check.reasons import Obstacle, Reason
from background_typed_check.rules.rule import Edit, Related
from background_typed_check.settings import Settings

Fixed: TypeAlias = Counter[tuple[str, str]]
"""How many findings are corrected, by their files and codes."""


@dataclass(frozen=True)
class ListedTask:
    """A deferred call, as it is listed."""

    place: Place
    callee: str | None
    """The function as the user wrote it, if it is short: `send`, `self.mail.send`."""
    reason: Reason | None = None
    """Why its arguments are not checked, or None if they were checked."""


@dataclass(frozen=True)
class Finding:
    """One diagnostic inside a deferred call, or in another place that concerns background tasks."""

    place: Place
    severity: str
    """`error`, or `note` for a note of mypy's that stands alone."""
    code: str | None
    """The code of a rule, or mypy's."""
    message: str
    notes: tuple[str, ...] = ()
    callee: str | None = None
    edits: tuple[Edit, ...] = ()
    """What would correct it, if that is known."""
    related: tuple[Related, ...] = ()
    is_of_rule: bool = False
    """Whether a rule found it, here or in the plugin: its first note is what to write instead."""
    is_unreached: bool = False
    """Whether nothing leads to the task."""
    rule: str = ""
    """The module of the rule, if the source alone shows it."""


@dataclass
class Report:
    """Everything that a run reports, each with its place."""

    tasks: list[ListedTask] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    hidden: list[Finding] = field(default_factory=list)
    """What is not shown because something else makes it not matter."""
    used: set[Ignore] = field(default_factory=set)
    """What has ignored a finding."""
    unchecked: list[Obstacle] = field(default_factory=list)
    """What kept something from being checked."""
    uses: list[Place] = field(default_factory=list)
    """Other places that concern background tasks: uses of collections, backgrounds of responses."""
    files: list[str] = field(default_factory=list)
    """The Python files that the user asks about."""
    telling: list[str] = field(default_factory=list)
    """Those of them that mention background tasks."""
    naming: list[str] = field(default_factory=list)
    """Those of the others that name our codes or this command, as comments may."""
    unparsed: dict[str, Exception] = field(default_factory=dict)
    """Files that mention tasks and that the running Python cannot parse, each with the error."""
    dropped: list[str] = field(default_factory=list)
    """The files that mypy does not read."""
    passed_over: dict[tuple[str, int], Reason] = field(default_factory=dict)
    """Why mypy does not see a task, by its file and line."""
    unreached: set[tuple[str, int]] = field(default_factory=set)
    """The lines with tasks that nothing leads to, as a rule says, even if that is ignored."""
    others: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The lines of each file that call a method of that name which adds no background task."""
    blind: dict[str, Reason] = field(default_factory=dict)
    """Why mypy sees no task in a file."""
    wants_unsafe: bool = False
    """Whether the user wants corrections that may change more than what is wrong."""
    fixed: Fixed = field(default_factory=Counter)
    """What was corrected before this report was made."""
    has_failed: bool = False
    """Whether mypy did not run to its end."""
    is_incomplete: bool = False
    """Whether some arguments are not checked because packages of the application are missing."""
    without_types: str | None = None
    """Why no arguments were checked at all, or None if they were."""
    disk: Disk = field(default_factory=Disk)
    """What reads the files."""
    settings: Settings = field(default_factory=Settings)
    """Which files are checked, and which findings count."""

    def counting(self, findings: list[Finding]) -> list[Finding]:
        """Return those findings that count. The others are as if they had not been found."""
        return [each for each in findings if self.settings.shows(each.code, each.place.file)]

    def can_correct(self, finding: Finding) -> bool:
        """Return whether edits correct a finding, of those that the user wants."""
        is_wanted = self.wants_unsafe or all(each.is_safe for each in finding.edits)
        return bool(finding.edits) and is_wanted

    def without(self, findings: list[Finding]) -> "Report":
        """Return the same report without some findings."""
        return replace(self, findings=[each for each in self.findings if each not in findings])
