"""From the paths that the user names to a report on them."""

from collections.abc import Iterable
from typing import Final

from background_typed_check.command.inputs.files import PythonFiles, mentions_tasks
from background_typed_check.environment import Environment, packages_of
from background_typed_check.facts import Facts, garbage
from background_typed_check.facts.blockers import Blockers
from background_typed_check.facts.collection_uses import backgrounds_in, uses_in
from background_typed_check.facts.helped import find_helped
from background_typed_check.facts.source import Place, Source
from background_typed_check.facts.tasks import (
    Task,
    adds_in_own_way,
    calls_in,
    find_tasks,
    may_add_tasks,
)
from background_typed_check.ignores import PREFIX, is_ignored
from background_typed_check.passed_over import OF_RULES, passed_over_in
from background_typed_check.reasons import Cause, NothingCheckedError, Reason, Why
from background_typed_check.report import Finding, ListedTask, Report
from background_typed_check.rules import Found, problems_of, problems_of_use
from background_typed_check.rules.words import name_of
from background_typed_check.wording import UNREAD

NAMING: Final = PREFIX.encode()
UNREADABLE: Final = frozenset({Cause.UNREADABLE, Cause.UNPRINTABLE})


class NoFilesError(NothingCheckedError):
    """There are no Python files, which only some runs treat as a failure."""


@garbage.spared()
def check_rules(paths: list[str], environment: Environment, report: Report) -> bool:
    """Fill a report with the tasks below some paths, and with what the rules find.

    Returns whether there may be something for mypy to check.

    Raises:
        NothingCheckedError: If there is nothing to check.

    """
    take_files(paths, report)
    facts = facts_of(report, environment)
    # All are read first, so that each has the path that the user sees.
    sources = [each for each in map(report.disk.source, report.telling) if each is not None]
    for source in sources:
        check_file(source, facts, report)
    report.findings = report.counting(report.findings)
    report.findings.sort(key=lambda each: each.place[:3])
    report.tasks.sort(key=lambda each: each.place[:3])
    is_telling = bool(report.tasks or report.uses or report.unparsed) or any(
        may_add_tasks(each, facts) for each in sources
    )
    if report.without_types is not None or not is_telling:
        report.unchecked += passed_over_in(report, OF_RULES)
    return is_telling


def facts_of(report: Report, environment: Environment) -> Facts:
    """Return what there is to know about the files of a report."""
    packages = packages_of(environment.python)
    facts = Facts(report.disk, report.files, packages, python=environment.version)
    if report.settings.blocking:
        facts.blockers = Blockers(report.settings.blocking)
    return facts


def take_files(paths: list[str], report: Report) -> None:
    """Add the files below some paths to a report.

    Raises:
        NoFilesError: If there are none.
        NothingCheckedError: If none of them can be read.

    """
    found = PythonFiles(paths, report.disk, report.settings.excludes)
    report.unchecked += found.obstacles
    for file in found.files:
        source = report.disk.source(file)
        data = source.data if source is not None else None
        if data is None:
            report.findings.append(Finding(Place(file, 1, 1), "error", None, UNREAD))
        elif mentions_tasks(data):
            report.telling.append(file)
        elif NAMING in data:
            report.naming.append(file)
    report.files += found.files
    if not found.files:
        is_failure = any(each.cause in UNREADABLE for each in found.obstacles)
        error = NothingCheckedError if is_failure else NoFilesError
        besides = ' besides those that "exclude" leaves out' if found.leaves_out else ""
        message = f"there are no Python files in {', '.join(paths)}{besides}"
        raise error(message)


def check_file(source: Source, facts: Facts, report: Report) -> None:
    """Add the tasks of a file to a report, and what the rules find."""
    if isinstance(source.parsed, Exception):
        report.unparsed[source.path] = source.parsed
    for task in find_tasks(source, facts):
        place, callee = source.place(task.call), callee_of(task)
        report.tasks.append(ListedTask(place, callee, no_types(report) or task.reason))
        add_findings(problems_of(task, facts), callee, place, report)
    why = no_types(report)
    if why is not None:  # else mypy lists them
        report.tasks += [
            ListedTask(source.place(call), name_of(call.args[0]) if call.args else None, why)
            for call, scope in calls_in(source, facts)
            if adds_in_own_way(call, scope, facts)
        ]
    for task in find_helped(source, facts):
        place = source.place(task.call)
        add_findings(problems_of(task, facts), callee_of(task), place, report)
    for use in uses_in(source, facts):
        place = source.place(use.whole)
        report.uses.append(place)
        add_findings(problems_of_use(use, facts), None, place, report)
    report.uses += [source.place(each) for each in backgrounds_in(source, facts)]


def add_findings(found: Iterable[Found], callee: str | None, around: Place, report: Report) -> None:
    """Add what the rules find in a call to a report, except what a comment ignores."""
    findings = [finding_of(each, callee) for each in found]
    report.unreached |= {each.place[:2] for each in findings if each.is_unreached}
    report.findings += [each for each in findings if not is_ignored(each, report, around)]


def no_types(report: Report) -> Reason | None:
    """Return why no arguments are checked at all, or None if they are."""
    why = report.without_types
    return Reason(Why.NO_TYPES, why) if why is not None else None


def callee_of(task: Task) -> str | None:
    """Return the user's name for the function of a task, if it is short."""
    return name_of(task.direct.callee.node) if task.direct is not None else None


def finding_of(found: Found, callee: str | None) -> Finding:
    """Return a problem as it is printed."""
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
        is_of_rule=True,
        is_unreached=problem.is_unreached,
        rule=found.rule,
    )
