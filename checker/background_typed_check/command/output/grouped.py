"""The format `grouped`, for readers: the findings of each file below its name."""

from collections.abc import Iterator
from typing import Final

from background_typed_check.command.output.fields import by_file
from background_typed_check.command.output.paint import Paint
from background_typed_check.command.output.text import QUOTED, STYLES
from background_typed_check.report import Finding, Report

INDENT: Final = "  "


def show(report: Report, paint: Paint) -> Iterator[str]:
    """Yield the name of each file, its findings in columns, and an empty line."""
    for file, findings in by_file(report).items():
        starts = max(len(start_of(each)) for each in findings)
        labels = max(len(label_of(each)) for each in findings)
        margin = " " * len(f"{INDENT}{'':{starts}} {'':{labels}} ")
        yield f"{paint(file, 'bold')}:"
        for each in findings:
            label = paint(label_of(each), STYLES[each.severity])
            padding = " " * (labels - len(label_of(each)))
            message = quoted(each.message, paint)
            yield f"{INDENT}{start_of(each):{starts}} {label}{padding} {message}"
            for note in each.notes:
                yield f"{margin}{paint('note:', STYLES['note'])} {quoted(note, paint)}"
        yield ""


def start_of(finding: Finding) -> str:
    """Return where a finding begins in its file."""
    return f"{finding.place.line}:{finding.place.column}"


def label_of(finding: Finding) -> str:
    """Return the code of a finding, or its severity if it has none."""
    return finding.code or finding.severity


def quoted(message: str, paint: Paint) -> str:
    """Return a message with what it quotes in bold."""
    return QUOTED.sub(lambda found: paint(found[0], "bold"), message)
