"""The format for GitLab: a Code Quality report, which it shows in merge requests."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

from background_typed_check.command.output.fields import message_of, path_in_project, rule_of
from background_typed_check.command.output.paint import Paint
from background_typed_check.report import Report

SEVERITIES: Final = {"error": "major", "note": "info"}


def rate_quality(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield a GitLab Code Quality report: an array, in one piece."""
    seen: Counter[str] = Counter()
    issues = []
    for finding in report.findings:
        path = path_in_project(finding.place.file).as_posix()
        # No line numbers, because lines move. GitLab shows one issue per fingerprint, so equal
        # messages are numbered.
        identity = json.dumps([path, rule_of(finding), finding.message])
        seen[identity] += 1
        issues.append(
            {
                "description": message_of(finding),
                "check_name": rule_of(finding),
                "fingerprint": hashlib.sha256(f"{identity}{seen[identity]}".encode()).hexdigest(),
                "severity": SEVERITIES[finding.severity],
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
