"""The format for Azure Pipelines: logging commands, which it shows in the summary of a run."""

from collections.abc import Iterator
from typing import Final

from background_typed_check.command.output.fields import message_of, path_in_project, rule_of
from background_typed_check.command.output.paint import Paint
from background_typed_check.report import Report

# The agent refuses any other type (`CreateIssue` in its TaskCommandExtension.cs).
TYPES: Final = {"error": "error", "note": "warning"}
# What the agent reads back in the text of a command, and in its properties
# (`escapedata` and `escape` of azure-pipelines-task-lib).
TEXT: Final = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
PROPERTY: Final = TEXT | str.maketrans({"]": "%5D", ";": "%3B"})


def log_issues(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield a logging command of Azure Pipelines for each finding."""
    for finding in report.findings:
        properties = {
            "type": TYPES[finding.severity],
            "sourcepath": path_in_project(finding.place.file).as_posix(),
            "linenumber": finding.place.line,
            "columnnumber": finding.place.column,
            "code": rule_of(finding),
        }
        shown = "".join(
            f"{name}={str(value).translate(PROPERTY)};" for name, value in properties.items()
        )
        yield f"##vso[task.logissue {shown}]{message_of(finding).translate(TEXT)}"
