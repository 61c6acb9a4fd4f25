"""What edits make of the files: those of all that was found, until nothing is left to correct."""

import warnings
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeAlias

from background_typed_check.command.rewriting import rewritten, why_not_rewritten
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.parsing import UNPARSABLE
from background_typed_check.report import Finding, Fixed, Report
from background_typed_check.rules.rule import Edit

# A correction may uncover the next mistake. No mistake has so many layers.
MOST_ROUNDS: Final = 20
Check: TypeAlias = Callable[[Disk], Report]
"""Checks the same files once more, with other texts."""


class Corrected(NamedTuple):
    """A file with its corrections."""

    path: str
    old: bytes
    new: bytes


class Corrections(NamedTuple):
    """All that can be corrected."""

    files: list[Corrected]
    fixed: Fixed
    unwritable: dict[str, str]
    """Files with more to correct, whose text cannot be written back, each with why."""


def corrections_of(report: Report, check: Check) -> Corrections:
    """Return the files with what was found corrected, as often as that brings up more.

    Args:
        report: What was found in the files as they are.
        check: How to check them again.

    """
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    fixed, unwritable = Fixed(), dict[str, str]()
    for _ in range(MOST_ROUNDS):
        chosen = Chosen(report.disk)
        for finding in report.findings:
            if report.can_correct(finding):
                chosen.take(finding)
        unwritable |= chosen.unwritable
        if not chosen.fixed:
            break
        fixed += chosen.fixed
        disk = Disk()
        old = {path: report.disk.read(path) or b"" for path in chosen.edits} | old
        new |= chosen.texts()
        for path, data in new.items():
            disk.put(path, data)
        report = check(disk)
    return Corrections([Corrected(each, old[each], new[each]) for each in new], fixed, unwritable)


class Chosen:
    """The edits of one round, none of which touches another."""

    def __init__(self, disk: Disk) -> None:
        """Start with none."""
        self.disk = disk
        self.edits: dict[str, list[Edit]] = {}
        self.fixed = Fixed()
        self.unwritable: dict[str, str] = {}
        """The files whose text cannot be written back, each with why."""

    def take(self, finding: Finding) -> None:
        """Take the edits of a finding, all or none. Those that wait are made in the next round."""
        file = finding.place.file
        taken = self.edits.get(file, [])
        new = [each for each in finding.edits if each not in taken]
        if any(touch(each, other) for each in new for other in taken):
            return
        source = self.disk.source(file)
        text = self.text(file, finding.edits)
        if source is not None and text is None:
            self.unwritable[file] = why_not_rewritten(source)
        elif text is not None and is_python(text):
            self.edits[file] = [*taken, *new]
            self.fixed[file, finding.code or ""] += 1

    def texts(self) -> dict[str, bytes]:
        """Return the new texts of the files."""
        texts = {file: self.text(file, edits) for file, edits in self.edits.items()}
        return {file: text for file, text in texts.items() if text and is_python(text)}

    def text(self, file: str, edits: Iterable[Edit]) -> bytes | None:
        """Return the text of a file with some edits, None if it cannot be written."""
        source = self.disk.source(file)
        return rewritten(source, edits) if source is not None else None


def touch(one: Edit, other: Edit) -> bool:
    """Return whether two edits overlap or are next to each other."""
    return starts(one) <= other.at.end and starts(other) <= one.at.end


def starts(edit: Edit) -> tuple[int, int]:
    """Return where an edit starts."""
    return edit.at.line, edit.at.column


def is_python(text: bytes) -> bool:
    """Return whether Python can compile a text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python gives them when it imports the file
            compile(text, "<corrected>", "exec", dont_inherit=True)
    except UNPARSABLE:
        return False
    return True
