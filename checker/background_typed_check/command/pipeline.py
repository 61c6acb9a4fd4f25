"""From the paths that the user names to the report on them."""

import argparse
import sys
from dataclasses import replace

from background_typed_check.command.ignores import is_ignored
from background_typed_check.command.inputs.environment import Environment, packages_of
from background_typed_check.command.inputs.files import Found, mentions_tasks
from background_typed_check.command.report import Finding, NothingCheckedError, Report, Task
from background_typed_check.facts import Facts
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Task as FoundTask
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.rules import Found as FoundProblem
from background_typed_check.rules import problems_of
from background_typed_check.rules.words import name_of


def check_rules(paths: list[str], environment: Environment, report: Report) -> bool:
    """Fill a report with the tasks below some paths, and with what the rules find.

    Returns whether a file mentions tasks at all.

    Raises:
        NothingCheckedError: Where there is nothing to check.

    """
    take_files(paths, report)
    facts = Facts(report.disk, report.files, packages_of(environment.python))
    telling = [file for file in report.files if mentions_tasks(file, report.disk)]
    # All of them first: they go by the paths that the user sees.
    sources = [each for each in map(report.disk.source, telling) if each is not None]
    for source in sources:
        check_file(source, facts, report)
    return bool(telling)


def take_files(paths: list[str], report: Report) -> None:
    """Add the files below some paths to a report.

    Raises:
        NothingCheckedError: Where there are none.

    """
    found = Found(paths, report.disk)
    report.unchecked += found.unread
    report.files += found.files
    if not found.files:
        message = f"there are no Python files in {', '.join(paths)}"
        raise NothingCheckedError(message)


def check_file(source: Source, facts: Facts, report: Report) -> None:
    """Add the tasks of a file to a report, and what the rules find."""
    if isinstance(source.parsed, Exception):
        report.unparsed[source.path] = describe(source.parsed)
    for task in find_tasks(source, facts):
        place, callee = source.place(task.call), callee_of(task)
        report.tasks.append(Task(place, callee, report.without_types or task.reason or None))
        findings = [finding_of(each, callee) for each in problems_of(task, facts)]
        report.findings += [each for each in findings if not is_ignored(each, source)]


def callee_of(task: FoundTask) -> str | None:
    """Return what the user calls the function of a task by, if that is short."""
    return name_of(task.direct.callee.node) if task.direct is not None else None


def finding_of(found: FoundProblem, callee: str | None) -> Finding:
    """Return a problem as what is printed of it."""
    problem = found.problem
    return Finding(
        problem.at,
        "error",
        found.code.name,
        problem.why,
        (problem.instead,),
        callee,
        problem.edits,
        problem.related,
    )


def describe(error: Exception) -> str:
    """Return what Python has against a file, with the line in front where it names one."""
    if not isinstance(error, SyntaxError):
        return f" is not checked: {str(error) or type(error).__name__}"
    return f"{f':{error.lineno}' if error.lineno else ''} is not checked: {error.msg}"


def say_unparsed(report: Report) -> None:
    """Say of the files that the running Python cannot parse what is checked of them."""
    version = ".".join(map(str, sys.version_info[:2]))
    for file, what in report.unparsed.items():
        extent = "checked by the rules" if report.without_types is None else "checked"
        why = f"{extent}, because Python {version} cannot parse it"
        is_dropped = file in report.dropped  # mypy cannot parse it either
        report.unchecked.append(f"{file}{what if is_dropped else what.replace('checked', why, 1)}")


def check_types(args: argparse.Namespace, environment: Environment, report: Report) -> object:
    """Add to a report what mypy says of the arguments, and return what mypy built.

    Raises:
        NothingCheckedError: Where mypy does not run to its end.

    """
    from background_typed_check.types.check import check_arguments  # noqa: PLC0415  # it imports mypy
    from background_typed_check.types.engine import Settings  # noqa: PLC0415  # it imports mypy

    settings = Settings(environment, args.cache_dir, args.config_file)
    seen = Report(files=report.files, unparsed=report.unparsed, disk=report.disk)
    try:
        return check_arguments(settings, seen, quiet=args.quiet)
    finally:
        merge(report, seen)


def merge(report: Report, seen: Report) -> None:
    """Add what mypy sees to what the source shows: what both say is said once."""
    report.unchecked += [line for line in seen.unchecked if line not in report.unchecked]
    verdicts = {each.place[:3]: each for each in seen.tasks}
    shown = {each.place[:3] for each in report.tasks}
    report.tasks = [
        replace(each, reason=verdicts[each.place[:3]].reason)
        if each.place[:3] in verdicts
        else replace(each, reason=why_unseen(each, seen))
        for each in report.tasks
    ]
    report.tasks += [each for place, each in verdicts.items() if place not in shown]
    known = {(each.place[:2], each.code, each.message) for each in report.findings}
    report.findings += [
        each for each in seen.findings if (each.place[:2], each.code, each.message) not in known
    ]
    report.tasks.sort(key=lambda each: each.place[:3])
    report.findings.sort(key=lambda each: each.place[:3])
    report.dropped, report.is_incomplete = seen.dropped, seen.is_incomplete


def why_unseen(task: Task, seen: Report) -> str:
    """Return why mypy does not see a task that the source shows."""
    reason = seen.unseen.get(task.place[:2]) or seen.blind.get(task.place.file)
    return reason or "mypy does not see it"
