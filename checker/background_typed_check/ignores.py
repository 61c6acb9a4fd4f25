"""Which findings a comment of the user ignores.

A comment is about what begins on its line, ends on it or spans it, as for mypy and pyright: ty and
pyrefly accept fewer lines. Our own comments, and our codes in any comment but mypy's, may stand on
any line of the call of the task: a finding may be about a part of it, and formatters move comments.
"""

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from background_typed_check.comments import IGNORE, MYPY, OWN, Ignore, ignores_in
from background_typed_check.equivalents import names_for
from background_typed_check.facts.source import Place, Source

if TYPE_CHECKING:
    from background_typed_check.report import Finding, Report

# What every comment that ignores something has in it.
WORDS: Final = re.compile(r"ignore|disable|noqa", re.IGNORECASE)
PREFIX: Final = "background-"
# What switches mypy, or one of its codes, off for a whole file.
IGNORE_ERRORS: Final = re.compile(
    r"^# mypy:.*\bignore[-_]errors\b(?! *= *(?:false|no|off|0))", re.IGNORECASE
)
DISABLED: Final = re.compile(r'^# mypy:.*\bdisable[-_]error[-_]code *= *"?(?P<codes>[\w, -]+)')


def is_ignored(finding: "Finding", report: "Report", around: Place) -> bool:
    """Return whether a comment switches a finding off, and note in a report what does so.

    `around` is the call or other use that the finding is about.
    """
    source, code = report.disk.source(finding.place.file), finding.code
    found = ignoring(code, finding.place, source, around) if source is not None else []
    report.used.update(found)
    return bool(found) or (source is not None and is_switched_off(code, source))


def is_switched_off(code: str | None, source: Source) -> bool:
    """Return whether a comment for mypy switches a code off for a whole file."""
    if not may_ignore(source):
        return False
    return is_file_ignored(source) or code in disabled_codes(source)


def ignoring(code: str | None, place: Place, source: Source, around: Place) -> list[Ignore]:
    """Return what in the comments of a file ignores something of some code."""
    if not may_ignore(source):
        return []
    return [each for each in ignores_in(source) if covers(each, code or "", place, around)]


@functools.lru_cache(maxsize=1)
def may_ignore(source: Source) -> bool:
    """Return whether a file may have a comment that ignores something."""
    return any(WORDS.search(line) is not None for line in source.lines if "#" in line)


def covers(ignore: Ignore, code: str, place: Place, around: Place) -> bool:
    """Return whether something in a comment ignores a code at a place."""
    if ignore.code is not None and ignore.code not in names_for(code, ignore.tool):
        return False
    spans = [place, around] if is_ours(ignore) and ignore.tool != MYPY else [place]
    return not ignore.lines or any(
        span.line <= line <= (span.end_line or span.line) for span in spans for line in ignore.lines
    )


def is_ours(ignore: Ignore) -> bool:
    """Return whether something in a comment concerns nobody but us."""
    return ignore.tool == OWN or (ignore.code or "").startswith(PREFIX)


def is_file_ignored(source: Source) -> bool:
    """Return whether a comment switches mypy off for a whole file."""
    begin = source.tree.body[0].lineno if source.tree.body else 0
    return any(
        IGNORE_ERRORS.search(comment) is not None or (number < begin and is_bare(comment))
        for number, comment in source.comments.items()
    )


def is_bare(comment: str) -> bool:
    """Return whether a comment is a `type: ignore` without codes."""
    found = IGNORE.search(comment)
    return found is not None and found["tool"] == "type" and found["codes"] is None


def disabled_codes(source: Source) -> set[str]:
    """Return the codes that comments switch off for a whole file."""
    found = (DISABLED.search(comment) for comment in source.comments.values())
    return {code for each in found if each is not None for code in split(each["codes"])}


def split(codes: str) -> Iterator[str]:
    """Yield the codes of a comma-separated list."""
    return (code.strip() for code in codes.split(","))
