"""What several formats print of a finding in the same way."""

import os
from pathlib import Path
from typing import Final, TypeAlias

from background_typed_check.command.variables import PROJECT_FOLDERS
from background_typed_check.report import Finding, Report
from background_typed_check.rules import codes

Json: TypeAlias = dict[str, object]

# mypy.errors.BASE_RTD_URL, where `--show-error-code-links` leads
MYPY_CODES: Final = "https://mypy.rtfd.io/en/stable/_refs.html#code"


def path_in_project(file: str) -> Path:
    """Return the path of a file from the root of the project, or unchanged if it is outside."""
    folder = next(filter(None, map(os.environ.get, PROJECT_FOLDERS)), os.curdir)
    path = Path(os.path.abspath(file))  # a link to a file keeps its own name
    root = os.path.abspath(folder)
    return path.relative_to(root) if path.is_relative_to(root) else Path(file)


def rule_of(finding: Finding) -> str:
    """Return the code of a finding, or mypy's code for errors without one."""
    return finding.code or "misc"


def link_of(rule: str) -> str | None:
    """Return where mypy explains a code, or None if the code is ours."""
    is_ours = any(code.name == rule and not code.is_mypys for code in codes())
    return None if is_ours else f"{MYPY_CODES}-{rule}"


def message_of(finding: Finding) -> str:
    """Return the message of a finding with its notes below it."""
    return "\n".join((finding.message, *finding.notes))


def by_file(report: Report) -> dict[str, list[Finding]]:
    """Return the findings of each file."""
    files: dict[str, list[Finding]] = {}
    for finding in report.findings:
        files.setdefault(finding.place.file, []).append(finding)
    return files
