"""The output formats, by the names that the user gives."""

import json
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from background_typed_check.command.output import (
    azure,
    github,
    gitlab,
    grouped,
    junit,
    rdjson,
    sarif,
    text,
)
from background_typed_check.command.output.paint import Paint
from background_typed_check.report import Report
from background_typed_check.wording import words_of

Printer: TypeAlias = Callable[[Report, Paint], Iterator[str]]
"""Yields what to print, line by line or in one piece."""


class Format(NamedTuple):
    """What a format prints from a report."""

    findings: Printer
    tasks: Printer | None = None
    """Prints all tasks instead, if the format can express them."""


def dump_findings(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield an object for each finding, one per line.

    - `file`, `line`, `column`, `end_line`, `end_column`: lines and columns count from 1, the end
      is after the last character and may be null.
    - `severity`: `error` or `note`.
    - `code`: the code of a rule or of mypy, or null.
    - `message`: what is wrong.
    - `notes`: a list of what to write instead, or of what mypy adds.
    - `callee`: the function of the task as the source writes it, or null.
    - `edits`: what would correct it: places as above, each with its new `text` and whether it is
      `safe`, which means that nothing else changes. Apply all of them or none.
    - `related`: other places that matter, each with a `message`.
    """
    for finding in report.findings:
        rest = {
            "severity": finding.severity,
            "code": finding.code,
            "message": finding.message,
            "notes": finding.notes,
            "callee": finding.callee,
            "edits": [
                each.at._asdict() | {"text": each.text, "safe": each.is_safe}
                for each in finding.edits
            ],
            "related": [each.at._asdict() | {"message": each.what} for each in finding.related],
        }
        yield json.dumps(finding.place._asdict() | rest)


def dump_tasks(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield an object for each task, one per line.

    - `file`, `line`, `column`, `end_line`, `end_column`, `callee`: as for a finding.
    - `checked`: whether its arguments were checked.
    - `reason`: why not, or null.
    """
    for task in report.tasks:
        rest = {
            "callee": task.callee,
            "checked": task.reason is None,
            "reason": words_of(task.reason) if task.reason is not None else None,
        }
        yield json.dumps(task.place._asdict() | rest)


FORMATS: Final = {
    "text": Format(text.show, text.show_tasks),
    "concise": Format(text.show_concisely, text.show_tasks),
    "grouped": Format(grouped.show),
    "json": Format(dump_findings, dump_tasks),
    "github": Format(github.annotate),
    "gitlab": Format(gitlab.rate_quality),
    "azure": Format(azure.log_issues),
    "sarif": Format(sarif.log),
    "junit": Format(junit.report_tests),
    "rdjson": Format(rdjson.diagnose),
}
