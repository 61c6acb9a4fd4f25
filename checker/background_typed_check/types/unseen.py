"""Which tasks mypy passes over, by the syntax of the files, for all that is certain."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from background_typed_check.command.inputs.files import mentions_tasks
from background_typed_check.command.output.text import and_more
from background_typed_check.command.report import Report
from background_typed_check.types.candidates import Candidates, Cause

# What a line with a task says. Where tasks were seen in all such lines, none is missing.
WORDS: Final = re.compile(r"^[^#]*(?:(?<!def )\badd_task\b|\bBackgroundTask\()")


def find_unseen(report: Report) -> Iterator[str]:
    """Yield a line for each cause for which mypy does not see tasks of a file.

    The causes are added to the report. Where it has one already for the whole file, it was said.
    """
    seen = defaultdict(set)
    for task in report.tasks:
        seen[task.place.file].add(task.place.line)
    for file in report.files:
        source = report.disk.source(file)
        if file in report.blind or file in report.dropped:
            continue
        if source is None or not mentions_tasks(file, report.disk):
            continue
        lines = seen.get(file, set())
        telling = (
            number
            for number, line in enumerate(source.lines, 1)
            if "ask" in line and WORDS.search(line)  # the first says no to most, and at once
        )
        if lines.issuperset(telling):
            continue
        for cause, unseen in causes_in(Candidates(source), lines).items():
            report.unseen.update({(file, line): cause.what for line in unseen})
            more = and_more(len(unseen), "more task")
            yield f"{file}:{unseen[0]}{more}: not checked: {cause.what}: {cause.remedy}"


def causes_in(candidates: Candidates, seen: set[int]) -> dict[Cause, list[int]]:
    """Return the lines of the tasks of a file that mypy does not see, by the cause."""
    causes: defaultdict[Cause, list[int]] = defaultdict(list)
    for candidate in candidates.find_candidates():
        if candidate.cause is not None and candidate.line not in seen:
            causes[candidate.cause].append(candidate.line)
    return causes
