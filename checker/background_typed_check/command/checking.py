"""A run of checks: what it does, and in which order."""

import argparse
import itertools
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TextIO

from background_typed_check.command import pipeline, with_types
from background_typed_check.command.arguments import FINDINGS, FINE
from background_typed_check.command.in_force import files_for, origin_of
from background_typed_check.command.inputs.stdin import take_stdin
from background_typed_check.command.options import BAD, STDIN
from background_typed_check.command.output.fixed import show_fixed
from background_typed_check.command.output.formats import FORMATS
from background_typed_check.command.output.paint import paint_for
from background_typed_check.command.output.streams import Printed, tell, write
from background_typed_check.command.output.text import causes_of, fixes, summarize
from background_typed_check.command.together import FOR_READERS
from background_typed_check.command.uncheckable import report_uncheckable, unknown_to_rules
from background_typed_check.command.versions import why_without_mypy
from background_typed_check.environment import (
    Environment,
    find_environment,
    likely_interpreters,
    refuse_old,
)
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.project import marks_around
from background_typed_check.reasons import NOT_SEEN, Cause, NothingCheckedError, Obstacle
from background_typed_check.report import Finding, Report
from background_typed_check.settings import Settings
from background_typed_check.wording import count, line_of

if TYPE_CHECKING:
    from background_typed_check.command.kept import KeptAnswer
    from background_typed_check.types.mypy_run import Answer

# On a terminal, what the rules find is printed first. `grouped` keeps each file together.
IN_TWO_PARTS: Final = frozenset({"text", "concise"})
OF_CACHE: Final = frozenset({Cause.BAD_CACHE, Cause.NO_CACHE, Cause.RENEWED_CACHE})
INSTALL: Final = 'pip install "background-typed[mypy]"'


def carry_out(
    args: argparse.Namespace, settings: Settings, kept: "KeptAnswer | None"
) -> tuple[int, object]:
    """Do what the user asks for, keep the answer, and return the status and what mypy built."""
    report, printed = Report(settings=settings, wants_unsafe=args.unsafe_fixes), Printed()
    wanted = args.types is True or args.doctor
    report.without_types = why_without_types(args)
    if wanted and report.without_types is not None:
        tell([f"{report.without_types}: {INSTALL}"])
        return BAD, None
    try:
        if args.doctor:
            return tell_diagnosis(args, report), None
        environment = find_environment(settings.python, origin_of("python", args, settings))
        if args.fix or args.diff:
            from background_typed_check.command.fix import fix  # noqa: PLC0415  # rarely asked

            return fix(args, environment, report), None
        status, answer = check(args, environment, report, printed)
    except NothingCheckedError as error:
        report.unchecked.append(error.obstacle)
        tell(map(line_of, report.unchecked))
        return BAD, None
    is_certain = not report.has_failed and not may_differ(report)
    if kept is not None and answer is not None and is_certain:
        traces = [environment.python, *traces_of(args.paths), *files_for(args)]
        kept.keep(status, printed, [*answer.asked, *traces])
    return status, answer


def traces_of(paths: list[str]) -> list[str]:
    """Return the files by whose existence the environment and the project were found."""
    marks = [marks_around(os.path.abspath(each)) for each in (os.curdir, *paths)]
    return [*likely_interpreters(), *itertools.chain(*marks)]


def may_differ(report: Report) -> bool:
    """Return whether the next run may say something else although nothing has changed."""
    return any(each.cause in OF_CACHE for each in report.unchecked)


def why_without_types(args: argparse.Namespace) -> str | None:
    """Return why not to check the arguments of tasks, without importing mypy."""
    if args.types is False:
        return "--no-types"
    if args.paths == [STDIN]:
        return "standard input"
    return why_without_mypy()


def check(
    args: argparse.Namespace, environment: Environment, report: Report, printed: Printed
) -> tuple[int, "Answer | None"]:
    """Check what the user names, and print what is found: by the rules first, then by mypy."""
    shown: list[Finding] = []

    def show_first() -> None:
        """Print what does not wait for mypy."""
        is_early = sys.stdout.isatty() and args.format in IN_TWO_PARTS
        if is_early and not (args.list or args.add_ignores or args.statistics):
            shown.extend(report.findings)
            print_report(args, report, printed)

    paths = paths_of(args, report.disk)
    answer = examine(args, paths, environment, report, show_first)
    return conclude(args, report, printed, shown), answer


def examine(
    args: argparse.Namespace,
    paths: list[str],
    environment: Environment,
    report: Report,
    show_first: Callable[[], None] = lambda: None,
) -> "Answer | None":
    """Fill a report on some paths: by the rules first, then by mypy."""
    is_telling = check_rules(paths, environment, report)
    answer: Answer | None = None
    failures: list[Obstacle] = []
    if is_telling and report.without_types is None:
        show_first()
        try:
            answer = with_types.check_types(args, environment, report)
        except NothingCheckedError as error:
            report.has_failed = True
            failures.append(error.obstacle)
    report_uncheckable(report)
    report.unchecked += [*unknown_to_rules(report)]
    if args.warn_unused and not report.has_failed:
        report_unused(report)
    report.unchecked += failures  # behind what made it fail
    return answer


def paths_of(args: argparse.Namespace, disk: Disk) -> list[str]:
    """Return the paths that the user names, one for the text on standard input."""
    paths = args.paths or ["."]
    return paths if paths != [STDIN] else [take_stdin(args.stdin_filename, disk)]


def conclude(
    args: argparse.Namespace,
    report: Report,
    printed: Printed,
    shown: list[Finding],
    stream: TextIO | None = None,
) -> int:
    """Print what was not shown yet, and return the exit status."""
    printed.tell(map(line_of, report.unchecked))
    if args.add_ignores and not report.has_failed:
        return FINDINGS if ignore_all(report, printed, quiet=args.quiet) else FINE
    print_report(args, report.without(shown), printed, stream)
    if not (args.quiet or args.list):
        stream = stream or (sys.stdout if args.format in FOR_READERS else sys.stderr)
        paint = paint_for(stream, args.color)
        is_shown = args.show_fixes and args.format in FOR_READERS
        fixed = show_fixed(report.fixed, "Fixed", paint) if is_shown else ()
        printed.write([*fixed, summarize(report, paint), *fixes(report, paint)], stream)
    if args.types and complain_of_blindness(report, printed):
        return BAD
    if report.has_failed:
        return BAD
    wrong = any(finding.severity == "error" for finding in report.findings)
    return FINDINGS if wrong and not args.list else FINE


def report_unused(report: Report) -> None:
    """Report the comments of ours that ignore nothing."""
    from background_typed_check.unused_ignores import find_unused  # noqa: PLC0415  # rarely asked

    report.findings += report.counting([*find_unused(report)])
    report.findings.sort(key=lambda each: each.place[:3])


def ignore_all(report: Report, printed: Printed, *, quiet: bool) -> bool:
    """Have comments ignore all findings, and return whether that was not possible for some."""
    from background_typed_check.command.added_ignores import ignore_in_files  # noqa: PLC0415  # rarely asked

    added, failures = ignore_in_files(report)
    printed.tell(failures)
    comments, files = count(sum(added), "ignore comment"), count(len(added), "file")
    printed.write([] if quiet else [f"Added {comments} in {files}"], sys.stdout)
    return bool(failures)


def complain_of_blindness(report: Report, printed: Printed) -> bool:
    """Return whether arguments that the user wants checked are not, and say how many tasks."""
    reasons = [each.reason for each in report.tasks if each.reason is not None]
    unseen = [each for each in reasons if each.why in NOT_SEEN]
    if unseen:
        tasks = count(len(unseen), "background task")
        printed.tell([f"--types: mypy does not see {tasks} ({causes_of(unseen)})"])
    return bool(unseen) or report.is_incomplete


def check_rules(paths: list[str], environment: Environment, report: Report) -> bool:
    """Fill a report as `pipeline.check_rules` does, or with nothing if there are no files."""
    try:
        return pipeline.check_rules(paths, environment, report)
    except pipeline.NoFilesError as error:
        report.unchecked.append(error.obstacle)
        return False


def print_report(
    args: argparse.Namespace, report: Report, printed: Printed, stream: TextIO | None = None
) -> None:
    """Print the findings of a report, or its tasks if the user asks for them."""
    output, stream = FORMATS[args.format], stream or sys.stdout
    show = output.tasks if args.list and output.tasks is not None else output.findings
    if args.statistics:
        from background_typed_check.command.output import statistics  # noqa: PLC0415  # rarely asked

        is_json = args.format == "json"
        show = statistics.count_as_json if is_json else statistics.count_for_readers
    printed.write(show(report, paint_for(stream, args.color)), stream)
    stream.flush()


def tell_diagnosis(args: argparse.Namespace, report: Report) -> int:
    """Print what `--doctor` has to say as soon as it is known, and return the exit status."""
    from background_typed_check.command.doctor import diagnose  # noqa: PLC0415  # it needs mypy
    from background_typed_check.command.doctor.problem import SetupProblem  # noqa: PLC0415  # it needs mypy
    from background_typed_check.command.doctor.settings import interpreter_in  # noqa: PLC0415  # it needs mypy
    from background_typed_check.types.settings import Settings as MypySettings  # noqa: PLC0415  # it needs mypy

    status = FINE
    ours = report.settings
    python = ours.python or interpreter_in(args.config_file)
    environment = find_environment(python, origin_of("python", args, ours))
    refuse_old(environment)
    settings = MypySettings(environment, args.cache_dir, args.config_file)
    for said in diagnose(args.paths, settings, report, quiet=args.quiet):
        if isinstance(said, SetupProblem):
            status = FINDINGS
            write([said.line(paint_for(sys.stdout, args.color))], sys.stdout)
        elif not args.quiet:
            write([said], sys.stdout)
    return status
