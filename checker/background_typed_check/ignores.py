"""Which findings a comment of the user ignores: comments for mypy and pyright, read as they do."""

import re
from collections.abc import Iterator
from typing import Final

from background_typed_check.facts.source import Source
from background_typed_check.report import Finding

# A comment applies to what begins on its line, ends on it or spans it.
TYPE_IGNORE: Final = re.compile(r"#\s*type:\s*ignore(?:\s*\[(?P<codes>[^\]]*)\])?(?:\s|#|$)")
PYRIGHT_IGNORE: Final = re.compile(r"#\s*pyright:\s*ignore(?:\s*\[(?P<codes>[^\]]*)\])?")
# What switches mypy, or one of its codes, off for a whole file.
IGNORE_ERRORS: Final = re.compile(
    r"^# mypy:.*\bignore[-_]errors\b(?! *= *(?:false|no|off|0))", re.IGNORECASE
)
DISABLED: Final = re.compile(r'^# mypy:.*\bdisable[-_]error[-_]code *= *"?(?P<codes>[\w, -]+)')
# What pyright calls mypy's codes.
PYRIGHT_RULES: Final = {
    "arg-type": {"reportArgumentType"},
    "attr-defined": {"reportAttributeAccessIssue"},
    "call-arg": {"reportCallIssue"},
    "call-overload": {"reportCallIssue", "reportArgumentType"},
    "func-returns-value": {"reportArgumentType"},
    "index": {"reportArgumentType", "reportIndexIssue", "reportOptionalSubscript"},
    "name-defined": {"reportUndefinedVariable"},
    "operator": {"reportOperatorIssue", "reportOptionalOperand"},
    "union-attr": {"reportAttributeAccessIssue", "reportOptionalMemberAccess"},
}


def is_ignored(finding: Finding, source: Source) -> bool:
    """Return whether a comment switches a finding off."""
    if b"ignore" not in source.data and b"disable" not in source.data:
        return False
    code = finding.code or ""
    names = PYRIGHT_RULES.get(code, set()) | {code}
    place = finding.place
    numbers = range(place.line, (place.end_line or place.line) + 1)
    comments = [source.comments[number] for number in numbers if number in source.comments]
    return (
        any(holds(TYPE_IGNORE, each, {code}) for each in comments)
        or any(holds(PYRIGHT_IGNORE, each, names) for each in comments)
        or is_file_ignored(source)
        or code in disabled_codes(source)
    )


def holds(pattern: re.Pattern[str], comment: str, names: set[str]) -> bool:
    """Return whether a comment ignores one of these codes, or all codes."""
    found = pattern.search(comment)
    if found is None:
        return False
    return found["codes"] is None or not names.isdisjoint(split(found["codes"]))


def is_file_ignored(source: Source) -> bool:
    """Return whether a comment switches mypy off for a whole file."""
    begin = source.tree.body[0].lineno if source.tree.body else 0
    return any(
        IGNORE_ERRORS.search(comment) is not None
        or (number < begin and holds(TYPE_IGNORE, comment, set()))
        for number, comment in source.comments.items()
    )


def disabled_codes(source: Source) -> set[str]:
    """Return the codes that comments switch off for a whole file."""
    found = (DISABLED.search(comment) for comment in source.comments.values())
    return {code for each in found if each is not None for code in split(each["codes"])}


def split(codes: str) -> Iterator[str]:
    """Yield the codes of a comma-separated list."""
    return (code.strip() for code in codes.split(","))
