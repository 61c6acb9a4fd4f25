"""Findings as the editor shows them.

What to write instead is a further line of the message, because every editor shows that. As a
related place it would need a place of its own, and few editors show those beside the text.
"""

from collections.abc import Iterator
from typing import Final

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    DiagnosticTag,
    Location,
)

from background_typed_check import NAME
from background_typed_check.facts.source import LINE_END, Place, Source
from background_typed_check.pages import page_of
from background_typed_check.report import Finding, Report
from background_typed_check.server.positions import Encoding, range_of, uri_of
from background_typed_check.server.texts import Document, text_of

FADED: Final = [DiagnosticTag.Unnecessary]


def diagnostics_of(report: Report, document: Document, encoding: Encoding) -> list[Diagnostic]:
    """Return what the editor shows of a report on a document."""
    source = report.disk.source(document.path) if report.findings else None
    lines = LINE_END.split(text_of(source)) if source is not None else []
    return [diagnostic_of(each, report, lines, encoding) for each in report.findings]


def diagnostic_of(
    finding: Finding, report: Report, lines: list[str], encoding: Encoding
) -> Diagnostic:
    """Return what the editor shows of a finding."""
    notes = finding.notes[:1] if finding.is_of_rule else finding.notes
    return Diagnostic(
        range=range_of(whole(finding.place, lines), lines, encoding),
        message="\n".join((finding.message, *notes)),
        severity=DiagnosticSeverity.Error,
        code=finding.code,
        code_description=description_of(finding),
        source=NAME,
        tags=FADED if finding.is_unreached else None,
        related_information=[*related_to(finding, report, encoding)] or None,
    )


def description_of(finding: Finding) -> CodeDescription | None:
    """Return where a finding is explained."""
    page = page_of(finding)
    return CodeDescription(page) if page is not None else None


def whole(place: Place, lines: list[str]) -> Place:
    """Return a place with an end: the end of the line, if it is not known."""
    if place.end_line is not None or place.line > len(lines):
        return place
    line = lines[place.line - 1]
    start = min(place.column, max(len(line), 1))
    return place._replace(column=start, end_line=place.line, end_column=len(line) + 1)


def related_to(
    finding: Finding, report: Report, encoding: Encoding
) -> Iterator[DiagnosticRelatedInformation]:
    """Yield the other places that a finding is about."""
    for at, what in finding.related:
        source: Source | None = report.disk.source(at.file)
        lines = source.lines if source is not None else []
        location = Location(uri_of(at.file), range_of(whole(at, lines), lines, encoding))
        yield DiagnosticRelatedInformation(location, what)
