"""The formats for the services that show findings in the changes that they are about."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from background_typed_check.command.output.paint import Paint
from background_typed_check.command.report import Finding, Report

NAME: Final = "background-typed"

# What the paths of a report are relative to. A command that such a service runs may run in a
# folder below it.
PROJECT_FOLDERS: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")

GITHUB_COMMANDS: Final = {"error": "error", "note": "notice"}
GITLAB_SEVERITIES: Final = {"error": "major", "note": "info"}

# What GitHub reads back in the text of a command, and in its properties
# (`escapeData` and `escapeProperty` of @actions/core).
GITHUB_TEXT: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
GITHUB_PROPERTY: Final = GITHUB_TEXT | str.maketrans({":": "%3A", ",": "%2C"})


def annotate(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield a workflow command of GitHub Actions for each finding."""
    for finding in report.findings:
        place = finding.place
        # GitHub takes the end of a column only in the line of its beginning.
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
            f"{name}={str(value).translate(GITHUB_PROPERTY)}"
            for name, value in properties.items()
            if value is not None
        )
        text = message_of(finding).translate(GITHUB_TEXT)
        yield f"::{GITHUB_COMMANDS[finding.severity]} {shown}::{text}"


def rate_quality(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield a Code Quality report of GitLab: an array, in one piece."""
    seen: Counter[str] = Counter()
    issues = []
    for finding in report.findings:
        path = path_in_project(finding.place.file).as_posix()
        # Lines move with every change above them. GitLab shows one issue for each fingerprint,
        # so what is said several times is numbered.
        identity = json.dumps([path, rule_of(finding), finding.message])
        seen[identity] += 1
        issues.append(
            {
                "description": message_of(finding),
                "check_name": rule_of(finding),
                "fingerprint": hashlib.sha256(f"{identity}{seen[identity]}".encode()).hexdigest(),
                "severity": GITLAB_SEVERITIES[finding.severity],
                "location": {
                    "path": path,
                    "lines": {
                        "begin": finding.place.line,
                        "end": finding.place.end_line or finding.place.line,
                    },
                },
            }
        )
    yield json.dumps(issues, indent=2)


def path_in_project(file: str) -> Path:
    """Return the path of a file from where the service takes it, or as it is outside of that."""
    folder = next(filter(None, map(os.environ.get, PROJECT_FOLDERS)), os.curdir)
    path = Path(os.path.abspath(file))  # a link to a file keeps its own name
    root = os.path.abspath(folder)
    return path.relative_to(root) if path.is_relative_to(root) else Path(file)


def rule_of(finding: Finding) -> str:
    """Return the code of a finding, or mypy's code for what has none."""
    return finding.code or "misc"


def message_of(finding: Finding) -> str:
    """Return the message of a finding with its notes below it."""
    return "\n".join((finding.message, *finding.notes))
