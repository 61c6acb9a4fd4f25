"""The format `grouped`, for readers: the findings of each file below its name."""

from collections.abc import Iterator
from typing import Final

from background_typed_check.command.output.fields import by_file
from background_typed_check.command.output.paint import Paint, leave_plain
from background_typed_check.command.output.text import label
from background_typed_check.report import Finding, Report

INDENT: Final = "  "


def show(report: Report, paint: Paint) -> Iterator[str]:
    """Yield the name of each file, its findings in columns, and an empty line."""
    for file, findings in by_file(report).items():
        starts = max(len(start_of(each)) for each in findings)
        labels = max(len(label(each, report, leave_plain)) for each in findings)
        yield f"{paint(file, 'bold')}:"
        for each in findings:
            padding = " " * (labels - len(label(each, report, leave_plain)))
            place = f"{start_of(each):{starts}}"
            yield f"{INDENT}{place} {label(each, report, paint)}{padding} {each.message}"
        yield ""


def start_of(finding: Finding) -> str:
    """Return where a finding begins in its file."""
    return f"{finding.place.line}:{finding.place.column}"
