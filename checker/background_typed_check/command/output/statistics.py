"""`--statistics`: how many findings each code has."""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check.codes import OF_RULES
from background_typed_check.command.corrections import can_be_corrected
from background_typed_check.command.output.formats import Printer
from background_typed_check.command.output.paint import Paint
from background_typed_check.report import Finding, Report

SUMMARIES: Final = {each.name: each.summary for each in OF_RULES}


class Row(NamedTuple):
    """What there is to say about a code."""

    code: str | None
    summary: str
    """What the code says, or else what its first finding says."""
    number: int
    fixable: int


def count_codes(name: str, *, unsafe: bool) -> Printer:
    """Return what prints the numbers in a format, whether `--fix` makes unsafe edits or not."""

    def show(report: Report, paint: Paint) -> Iterator[str]:
        """Yield a line for each code, or all of them as JSON."""
        rows = [*rows_of(report.findings, unsafe=unsafe)]
        return iter([as_json(rows)]) if name == "json" else as_text(rows, paint)

    return show


def rows_of(findings: list[Finding], *, unsafe: bool) -> Iterator[Row]:
    """Yield what there is to say about each code, the most frequent first."""
    by_code: dict[str | None, list[Finding]] = {}
    for each in findings:
        if each.severity == "error":
            by_code.setdefault(each.code, []).append(each)
    for code, found in sorted(by_code.items(), key=lambda each: (-len(each[1]), each[0] or "")):
        fixable = sum(can_be_corrected(each, unsafe=unsafe) for each in found)
        yield Row(code, SUMMARIES.get(code or "", found[0].message), len(found), fixable)


def as_text(rows: list[Row], paint: Paint) -> Iterator[str]:
    """Yield a line for each code. `[*]` means that all its findings can be corrected."""
    digits = max((len(str(each.number)) for each in rows), default=0)
    longest = max((len(each.code or "") for each in rows), default=0)
    for code, summary, number, fixable in rows:
        mark = "[*]" if fixable == number else "[ ]"
        word = paint((code or "").ljust(longest), "bold red")
        yield f"{paint(str(number).rjust(digits), 'bold')}  {word}  {mark} {summary}"


def as_json(rows: list[Row]) -> str:
    """Return all codes with the keys that ruff has."""
    fields = [
        {
            "code": code,
            "name": summary,
            "count": number,
            "fixable": fixable == number,
            "fixable_count": fixable,
        }
        for code, summary, number, fixable in rows
    ]
    return json.dumps(fields, indent=2)
