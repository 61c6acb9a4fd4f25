"""What mypy sees in the same files without the user's settings, and with them."""

import os
from typing import Final, NamedTuple, TypeAlias

from background_typed_check.candidates import Candidate, Candidates
from background_typed_check.command.doctor.plugins import loads_here
from background_typed_check.command.output.progress import show_progress
from background_typed_check.command.pipeline import take_files
from background_typed_check.facts.disk import Disk
from background_typed_check.report import ListedTask, Report
from background_typed_check.types.check import NO_SPANS, check_arguments
from background_typed_check.types.messages import Messages
from background_typed_check.types.mypy_run import Answer
from background_typed_check.types.plain_run import PlainRun, run_plainly
from background_typed_check.types.settings import FLAGS, LISTING, Settings

EVERYTHING: Final = (*FLAGS, "--disallow-any-expr")

Spot: TypeAlias = tuple[str, int, int]
"""The real path of a file, a line and a column."""


class Sight(NamedTuple):
    """What mypy sees, and what it does not."""

    seen: list[ListedTask]
    """The tasks that it sees without the user's settings."""
    hidden: list[ListedTask]
    """Those that it does not see with the settings."""
    candidates: dict[str, list[Candidate]]
    """What looks like a task but neither run sees, for each file that mypy checks."""
    answer: Answer
    """What mypy says without the settings."""
    plain: PlainRun
    """The run with the settings."""
    disk: Disk


def look_without_settings(
    paths: list[str], settings: Settings, report: Report, *, quiet: bool
) -> Answer:
    """Fill a report with the tasks below some paths that mypy can see at all.

    Raises:
        NothingCheckedError: If it sees none; the report has some of the reasons.

    """
    cache = os.path.join(settings.cache, "doctor")
    take_files(paths or [os.curdir], report)
    progress = show_progress(report.telling, quiet=quiet)
    return check_arguments(
        Settings(settings.environment, cache, None, EVERYTHING), report, progress
    )


def look_with_settings(
    paths: list[str], settings: Settings, files: list[str], *, quiet: bool
) -> PlainRun:
    """Run mypy as the user does, with the plugin on.

    Raises:
        NothingCheckedError: If something stops mypy.

    """
    theirs = settings._replace(cache=os.path.join(settings.cache, "mypy"), flags=LISTING)
    with show_progress(files, quiet=quiet) as advance:
        return run_plainly(paths, theirs, loads_here, advance)


def compare(report: Report, answer: Answer, plain: PlainRun) -> Sight:
    """Compare the run with the settings to the report on the run without them."""
    theirs = Report(disk=report.disk)
    Messages(theirs, NO_SPANS, plain.answer.columns).read(plain.answer.messages)
    visible = {spot_of(task) for task in theirs.tasks}
    hidden = [task for task in report.tasks if spot_of(task) not in visible]
    lines = {spot[:2] for spot in visible | {spot_of(task) for task in report.tasks}}
    checked = [file for file in report.telling if os.path.realpath(file) in plain.named]
    candidates = {file: candidates_in(file, lines, report.disk) for file in checked}
    return Sight(report.tasks, hidden, candidates, answer, plain, report.disk)


def candidates_in(file: str, lines: set[tuple[str, int]], disk: Disk) -> list[Candidate]:
    """Return what looks like a task in a file, except in lines where mypy sees one."""
    real = os.path.realpath(file)
    candidates = sorted(Candidates(disk.source(file)).find_candidates(), key=lambda each: each[:2])
    return [each for each in candidates if (real, each.line) not in lines]


def spot_of(task: ListedTask) -> Spot:
    """Return where a task is, whichever path its file was found by."""
    return os.path.realpath(task.place.file), task.place.line, task.place.column
