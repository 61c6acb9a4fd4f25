"""Which tasks nobody sees, by the syntax of the files. Only certain ones are included."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from typing import Final

from background_typed_check.candidates import Candidates
from background_typed_check.reasons import Cause, Obstacle, Reason, Why
from background_typed_check.report import Report

# What a line with a task contains. If mypy saw a task in every such line, none is missing.
# What keeps the rules, too, from seeing a task.
OF_RULES: Final = frozenset({Why.ALIAS, Why.ANY_RECEIVER, Why.UNKNOWN_NAME})
WORDS: Final = re.compile(r"^[^#]*(?:(?<!def )\badd_task\b|\bBackgroundTask\()")


def passed_over_in(report: Report, causes: Container[Why] = Why) -> Iterator[Obstacle]:
    """Yield each reason why tasks of a file are not seen, if it is one of these causes.

    The reasons are added to the report. Files for which it already has a reason are skipped.
    """
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for task in report.tasks:
        seen[task.place.file].add(task.place.line)
    for file in report.telling:
        source = report.disk.source(file)
        if source is None or file in report.blind or file in report.dropped:
            continue
        lines = seen[file] | report.others[file]
        telling = (
            number
            for number, line in enumerate(source.lines, 1)
            if "ask" in line and WORDS.search(line)  # the first test is faster
        )
        if lines.issuperset(telling):
            continue
        for reason, unseen in reasons_in(Candidates(source), lines).items():
            if reason.why not in causes:
                continue
            report.passed_over.update({(file, line): reason for line in unseen})
            told = [
                each for each in unseen if (file, each) not in report.unreached
            ]  # else by a rule
            if told and reason.why is not Why.ELSEWHERE:  # nobody needs to do anything about that
                more = len(told) - 1
                yield Obstacle(Cause.PASSED_OVER, "", file, told[0], more=more, reason=reason)


def reasons_in(candidates: Candidates, seen: set[int]) -> dict[Reason, list[int]]:
    """Return the lines of the tasks of a file that mypy does not see, by reason."""
    reasons: defaultdict[Reason, list[int]] = defaultdict(list)
    for candidate in sorted(candidates.find_candidates(), key=lambda each: each[:2]):
        cause = candidate.cause or candidate.if_unsure
        if cause is not None and candidate.line not in seen:
            reasons[cause].append(candidate.line)
    return reasons
