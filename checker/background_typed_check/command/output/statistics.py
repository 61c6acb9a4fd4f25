"""`--statistics`: how many findings each code has."""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check.codes import OF_RULES
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


def rows_of(report: Report) -> list[Row]:
    """Return what there is to say about each code, the most frequent first."""
    by_code: dict[str | None, list[Finding]] = {}
    for each in report.findings:
        if each.severity == "error":
            by_code.setdefault(each.code, []).append(each)
    ordered = sorted(by_code.items(), key=lambda each: (-len(each[1]), each[0] or ""))
    return [
        Row(
            code,
            SUMMARIES.get(code or "", found[0].message),
            len(found),
            sum(map(report.can_correct, found)),
        )
        for code, found in ordered
    ]


def count_for_readers(report: Report, paint: Paint) -> Iterator[str]:
    """Yield a line for each code. `[*]` means that all its findings can be corrected."""
    rows = rows_of(report)
    digits = max((len(str(each.number)) for each in rows), default=0)
    longest = max((len(each.code or "") for each in rows), default=0)
    for code, summary, number, fixable in rows:
        mark = "[*]" if fixable == number else "[ ]"
        word = paint((code or "").ljust(longest), "bold red")
        yield f"{paint(str(number).rjust(digits), 'bold')}  {word}  {mark} {summary}"


def count_as_json(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield all codes in one piece, with the keys that ruff has."""
    fields = [
        {
            "code": code,
            "name": summary,
            "count": number,
            "fixable": fixable == number,
            "fixable_count": fixable,
        }
        for code, summary, number, fixable in rows_of(report)
    ]
    yield json.dumps(fields, indent=2)
