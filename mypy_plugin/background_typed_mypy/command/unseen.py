"""Which background tasks mypy passes over, by the syntax of the files, for all that is certain."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from background_typed_mypy.command.candidates import Cause, Source
from background_typed_mypy.command.files import mentions_tasks
from background_typed_mypy.command.report import Report
from background_typed_mypy.command.sources import read_lines
from background_typed_mypy.command.text import and_more

# What a line with a task says. Where tasks were seen in all such lines, none is missing.
WORDS: Final = re.compile(r"^[^#]*(?:(?<!def )\badd_task\b|\bBackgroundTask\()")


def say_unseen(report: Report) -> Iterator[str]:
    """Yield a line for each cause for which mypy does not see tasks of a file."""
    seen = defaultdict(set)
    for task in report.tasks:
        seen[task.place.file].add(task.place.line)
    for file in report.files:
        if file in report.blind or not mentions_tasks(file):
            continue  # whose other lines tell nothing
        lines = seen.get(file, set())
        telling = (
            number
            for number, line in enumerate(read_lines(file), 1)
            if "ask" in line and WORDS.search(line)  # the first says no to most, and at once
        )
        if not lines.issuperset(telling):
            for cause, unseen in find_unseen(file, lines).items():
                more = and_more(len(unseen), "more task")
                yield f"{file}:{unseen[0]}{more}: not checked: {cause.what}: {cause.remedy}"


def find_unseen(file: str, seen: set[int]) -> dict[Cause, list[int]]:
    """Return the lines of the tasks of a file that mypy does not see, by the cause."""
    causes: defaultdict[Cause, list[int]] = defaultdict(list)
    for candidate in Source(file).find_candidates():
        if candidate.cause is not None and candidate.line not in seen:
            causes[candidate.cause].append(candidate.line)
    return causes
