"""The Reviewdog Diagnostic Format: for reviewdog, which comments on pull requests of many hosts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from background_typed_check import NAME
from background_typed_check.command.output.fields import Json, link_of, message_of, rule_of
from background_typed_check.command.output.paint import Paint
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding, Report

SEVERITIES: Final = {"error": "ERROR", "note": "INFO"}


def diagnose(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield a `DiagnosticResult`, in one piece."""
    result = {
        "source": {"name": NAME},
        "severity": "ERROR",
        "diagnostics": [diagnostic_of(each, report) for each in report.findings],
    }
    yield json.dumps(result, indent=2)


def diagnostic_of(finding: Finding, report: Report) -> Json:
    """Return a finding."""
    rule, disk = rule_of(finding), report.disk
    link = link_of(rule)
    related = [
        {"message": each.what, "location": location_of(each.at, disk)} for each in finding.related
    ]
    lines = lines_of(finding.place.file, disk)
    suggestions = suggestions_of(finding, lines) if report.can_correct(finding) else []
    return {
        "message": message_of(finding),
        "location": location_of(finding.place, disk),
        "severity": SEVERITIES[finding.severity],
        "code": {"value": rule, **({"url": link} if link is not None else {})},
        **({"suggestions": suggestions} if suggestions else {}),
        **({"related_locations": related} if related else {}),
    }


def location_of(place: Place, disk: Disk) -> Json:
    """Return a place. Its path stays as it is: reviewdog takes it from the current folder."""
    lines = lines_of(place.file, disk)
    spot = {"start": position(place.line, place.column, lines)}
    if place.end_line is not None and place.end_column is not None:
        spot["end"] = position(place.end_line, place.end_column, lines)
    return {"path": Path(place.file).as_posix(), "range": spot}


def position(line: int, column: int, lines: list[str]) -> Json:
    """Return a line and a column, which counts bytes of UTF-8."""
    before = lines[line - 1][: max(column - 1, 0)] if 0 < line <= len(lines) else ""
    more = len(before.encode(errors="surrogatepass")) - len(before)
    return {"line": line, "column": column + more}


def lines_of(file: str, disk: Disk) -> list[str]:
    """Return the lines of a file, or none if it cannot be read."""
    source = disk.source(file)
    return source.lines if source is not None else []


def suggestions_of(finding: Finding, lines: list[str]) -> list[Json]:
    """Return the edits of a finding as one piece of new lines, if all of them are in its file.

    Where reviewdog comments, each suggestion can be accepted alone. On GitLab it replaces whole
    lines, whatever its columns are.
    """
    edits = sorted(finding.edits, key=lambda each: each.at[1:3], reverse=True)
    if not edits or not lines or any(each.at.file != finding.place.file for each in edits):
        return []
    first = edits[-1].at.line
    last = max(each.at.end_line or each.at.line for each in edits)
    new = lines[first - 1 : last]
    for at, text, _ in edits:  # from the end, so that the other places stay right
        start, end = at.line - first, (at.end_line or at.line) - first
        before = new[start][: at.column - 1]
        after = new[end][(at.end_column or at.column) - 1 :]
        new[start : end + 1] = [f"{before}{text}{after}"]
    spot = {"start": {"line": first}, "end": {"line": last}}
    return [{"range": spot, "text": "\n".join(new)}]
