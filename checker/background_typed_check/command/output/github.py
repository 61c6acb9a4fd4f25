"""The format for GitHub Actions: workflow commands, which it shows in pull requests."""

from collections.abc import Iterator
from typing import Final

from background_typed_check import NAME
from background_typed_check.command.output.fields import message_of, path_in_project
from background_typed_check.command.output.paint import Paint
from background_typed_check.report import Report

COMMANDS: Final = {"error": "error", "note": "notice"}
# What GitHub reads back in the text of a command, and in its properties
# (`escapeData` and `escapeProperty` of @actions/core).
TEXT: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY: Final = TEXT | str.maketrans({":": "%3A", ",": "%2C"})


def annotate(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield a workflow command of GitHub Actions for each finding."""
    for finding in report.findings:
        place = finding.place
        # GitHub accepts an end column only for a place within one line.
        one_line = place.line == place.end_line
        properties = {
            "file": path_in_project(place.file).as_posix(),
            "line": place.line,
            "col": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column if one_line else None,
            "title": f"{NAME} ({finding.code})" if finding.code else NAME,
        }
        shown = ",".join(
            f"{name}={str(value).translate(PROPERTY)}"
            for name, value in properties.items()
            if value is not None
        )
        text = message_of(finding).translate(TEXT)
        yield f"::{COMMANDS[finding.severity]} {shown}::{text}"
