"""What mypy says about the arguments, added to what the source shows."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from background_typed_check.codes import NEVER_RUNS
from background_typed_check.command.in_force import origin_of
from background_typed_check.command.output.progress import show_progress
from background_typed_check.command.pipeline import facts_of, no_types
from background_typed_check.environment import Environment, refuse_old
from background_typed_check.facts import Facts
from background_typed_check.reasons import NothingCheckedError, Reason, Why
from background_typed_check.report import ListedTask, Report

if TYPE_CHECKING:
    from background_typed_check.types.mypy_run import Answer
    from background_typed_check.types.settings import Settings


def check_types(args: argparse.Namespace, environment: Environment, report: Report) -> "Answer":
    """Add what mypy says about the arguments to a report, and return what mypy built.

    Raises:
        NothingCheckedError: If mypy does not finish.

    """
    from background_typed_check.types.settings import Settings, refuse_broken  # noqa: PLC0415  # it imports mypy
    from background_typed_check.types.workers import refuse_workers  # noqa: PLC0415  # it imports mypy

    ours, seen = report.settings, to_be_seen(report)
    settings = Settings(
        environment,
        args.cache_dir,
        args.config_file,
        workers=ours.workers,
        blocking=ours.blocking,
    )
    try:
        refuse_workers(ours.workers, origin_of("workers", args, ours))
        if args.config_file is not None:
            refuse_broken(args.config_file)
        progress = show_progress(report.telling, quiet=args.quiet, color=args.color)
        return ask_mypy(settings, report, seen, progress)
    except NothingCheckedError:
        report.without_types = "mypy failed"
        raise
    finally:
        add_seen(report, seen, facts_of(report, environment))


def to_be_seen(report: Report) -> Report:
    """Return a report on the same files, for what mypy sees in them."""
    return Report(
        files=report.files,
        telling=report.telling,
        unparsed=report.unparsed,
        unreached=report.unreached,
        disk=report.disk,
    )


def ask_mypy(
    settings: "Settings",
    report: Report,
    seen: Report,
    progress: AbstractContextManager[Callable[[str], object]],
) -> "Answer":
    """Add to `seen` what mypy sees in the files of a report.

    Raises:
        NothingCheckedError: If mypy does not finish.

    """
    from background_typed_check.types.check import check_arguments  # noqa: PLC0415  # it imports mypy
    from background_typed_check.types.messages import Spans  # noqa: PLC0415  # it imports mypy

    refuse_old(settings.environment)
    spans = Spans([each.place for each in report.tasks], report.uses)
    return check_arguments(settings, seen, progress, spans)


def add_seen(report: Report, seen: Report, facts: Facts) -> None:
    """Add what mypy sees to a report, with the edits that correct what it finds."""
    from background_typed_check.types.misspelt import with_edits  # noqa: PLC0415  # only then needed

    merge(report, seen)
    report.findings = [*with_edits(report.findings, facts)]


def merge(report: Report, seen: Report) -> None:
    """Add what mypy sees to what the source shows, without saying anything twice."""
    report.passed_over.update(seen.passed_over)
    report.unchecked += [each for each in seen.unchecked if each not in report.unchecked]
    verdicts = {each.place[:3]: each for each in seen.tasks}
    shown = {each.place[:3] for each in report.tasks}
    report.tasks = [
        replace(each, reason=verdicts[each.place[:3]].reason)
        if each.place[:3] in verdicts
        else replace(each, reason=no_types(report) or why_not_seen(each, seen))
        for each in report.tasks
    ]
    report.tasks += [each for place, each in verdicts.items() if place not in shown]
    # Columns are left out, because mypy may count them differently, even in what a rule says.
    said = {(each.place[:2], each.code, each.message) for each in report.findings}
    # What a rule finds under one of mypy's codes replaces what mypy says there.
    better = {(each.place[:3], each.code) for each in report.findings}
    # Where a task never runs, nothing else about its function matters.
    idle = {each.place[:3] for each in report.findings if each.code == NEVER_RUNS.name}
    new = [
        each
        for each in report.counting(seen.findings)
        if (each.place[:2], each.code, each.message) not in said
        and (each.place[:3], each.code) not in better
    ]
    report.findings += [each for each in new if each.place[:3] not in idle]
    report.hidden += [each for each in new if each.place[:3] in idle]
    report.used |= seen.used
    report.tasks.sort(key=lambda each: each.place[:3])
    report.findings.sort(key=lambda each: each.place[:3])
    report.dropped, report.is_incomplete = seen.dropped, seen.is_incomplete


def why_not_seen(task: ListedTask, seen: Report) -> Reason:
    """Return why mypy does not see a task that the source shows."""
    if task.place.file in seen.dropped:
        return Reason(Why.NOT_READ)
    reason = seen.passed_over.get(task.place[:2]) or seen.blind.get(task.place.file)
    if task.place[:2] in seen.unreached and (reason is None or reason.why is Why.PASSED_OVER):
        return Reason(Why.UNREACHED)
    return reason or Reason(Why.NOT_SEEN)
