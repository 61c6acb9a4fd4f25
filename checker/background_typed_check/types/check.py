"""What mypy says about the arguments of the tasks below some paths."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Final, TypeAlias

from background_typed_mypy.wire import settled
from mypy.modulefinder import get_search_dirs

from background_typed_check import apis
from background_typed_check.environment import packages_of
from background_typed_check.passed_over import passed_over_in
from background_typed_check.reasons import Cause, Obstacle, Reason, Why
from background_typed_check.report import Report
from background_typed_check.types.grouping import group_modules
from background_typed_check.types.hidden_libraries import blame_hiding
from background_typed_check.types.messages import Messages, Spans
from background_typed_check.types.missing import judged
from background_typed_check.types.mypy_run import Answer, asking_ahead
from background_typed_check.types.naming import name_modules
from background_typed_check.types.real_paths import real_folder_of
from background_typed_check.types.rejected import explain_rejected
from background_typed_check.types.runs import run_mypy
from background_typed_check.types.settings import Settings
from background_typed_check.types.two_names import shorten_two_names

NO_SPANS: Final = Spans([], [])
OF_PACKAGES: Final = frozenset({Why.PACKAGE, Why.MISSING, Why.MISSING_ARGUMENT})
Progress: TypeAlias = AbstractContextManager[Callable[[str], object]]
"""Gives a function to call with each file that is done."""


def check_arguments(
    settings: Settings,
    report: Report,
    progress: Progress,
    spans: Spans = NO_SPANS,
) -> Answer:
    """Add to a report what mypy sees in its files, and what it does not see.

    `progress` is told of each file that is done; `spans` are the tasks that the source shows.

    Returns what mypy built: while it is kept, nobody waits for its memory to be freed.

    Raises:
        NothingCheckedError: mypy could check nothing. The report has some of the reasons.

    """
    python = settings.environment.python
    forget_folders()
    with progress as advance:
        with asking_ahead(python):
            groups = group_modules(name_modules(report.files, report.disk, packages_of(python)))
        answer = run_mypy(groups, settings, report, advance)
    report.dropped += answer.dropped
    messages = Messages(report, spans, answer.columns)
    messages.read(answer.messages)
    explain_rejected(report, answer.messages)
    note_missing_libraries(messages, python)
    known, own = answer.modules, {each.name for group in groups for each in group.modules}
    report.tasks = [
        replace(each, reason=judged(settled(each.reason, known, own), answer, python))
        for each in report.tasks
    ]
    own |= {name.rstrip("*") for name in answer.skipped}  # said elsewhere
    tops = {each.partition(".")[0] for each in own}
    reasons = [task.reason for task in report.tasks if task.reason is not None]
    outside = {each.detail for each in reasons if each.why in OF_PACKAGES}
    packages = sorted(each for each in outside if each.partition(".")[0] not in tops)
    if packages and settings.environment.is_own:
        report.is_incomplete = True
        report.unchecked.append(Obstacle(Cause.PACKAGES, ", ".join(packages), other=python))
    report.unchecked += blame_hiding([*passed_over_in(report)], report, answer)
    shorten_two_names(report)
    return answer


def forget_folders() -> None:
    """Forget what an earlier check in this process was told about folders."""
    get_search_dirs.cache_clear()
    real_folder_of.cache_clear()


def note_missing_libraries(messages: Messages, python: str) -> None:
    """Note each library with tasks that mypy does not find, and the files with these tasks."""
    report = messages.report
    for package, files in sorted(messages.missing.items()):
        unseen = sorted(file for file in files if takes_classes_from(package, file, report))
        if unseen:
            library, more = apis.DISTRIBUTIONS[package], len(unseen) - 1
            obstacle = Obstacle(Cause.LIBRARY, library, unseen[0], other=python, more=more)
            report.unchecked.append(obstacle)
            report.blind.update(dict.fromkeys(unseen, Reason(Why.LIBRARY, library)))
            report.is_incomplete = True


def takes_classes_from(package: str, file: str, report: Report) -> bool:
    """Return whether a file takes its collections or tasks from a package."""
    names = rf"{package}(?:\.\w+)*"
    imported = rf"\bfrom\s+{names}\s+import\s+(?:\([^)]*|[^\n]*)\bBackgroundTask"
    source = report.disk.source(file)
    text = "\n".join(source.lines) if source is not None else ""
    return bool(re.search(rf"{imported}|\b{names}\.BackgroundTask", text))
