"""The command itself: what it does for what the user asks, in which order."""

import argparse
import io
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TextIO

from background_typed_check.command import pipeline
from background_typed_check.command.arguments import BAD, EXPLAIN, FINDINGS, FINE, parse
from background_typed_check.command.inputs.environment import find_environment
from background_typed_check.command.output.formats import FORMATS
from background_typed_check.command.output.paint import paint_for
from background_typed_check.command.output.services import NAME
from background_typed_check.command.output.text import summarize
from background_typed_check.command.report import Finding, NothingCheckedError, Report

FOR_READERS = {"text", "concise"}
MISSING = "mypy is not installed"
INSTALL = 'pip install "background-typed[mypy]"'


def run(arguments: list[str]) -> tuple[int, object]:
    """Do what the user asks for.

    Args:
        arguments: What stands on the command line behind the name of the command.

    Returns:
        The exit status, and what mypy built: as long as that is kept, nothing waits for its memory
        to be freed.

    """
    if arguments[:1] == [EXPLAIN]:
        return explain(arguments[1:]), None
    args = parse(arguments)
    report = Report()
    wanted = args.types is True or args.doctor
    report.without_types = "--no-types" if args.types is False else why_without_types()
    if wanted and report.without_types is not None:
        tell([f"{report.without_types}: {INSTALL}"])
        return BAD, None
    try:
        if args.doctor:
            return tell_diagnosis(args, report), None
        return check(args, report)
    except NothingCheckedError as error:
        report.unchecked.append(str(error))
        tell(report.unchecked)
        return BAD, None


def why_without_types() -> str | None:
    """Return why the arguments of tasks cannot be checked: without importing mypy."""
    return MISSING if find_spec("mypy") is None else None


def check(args: argparse.Namespace, report: Report) -> tuple[int, object]:
    """Check what the user names, and print what is found: by the rules first, then by mypy."""
    environment = find_environment(args.python)
    paths = args.paths or ["."]
    is_telling = pipeline.check_rules(paths, environment, report)
    shown: list[Finding] = []
    kept: object = None
    failed = False
    if is_telling and report.without_types is None:
        if sys.stdout.isatty() and args.format in FOR_READERS and not args.list:
            shown += report.findings  # they do not wait for mypy
            print_report(args, report)
        try:
            kept = pipeline.check_types(args, environment, report)
        except NothingCheckedError as error:
            failed, report.without_types = True, "mypy failed"
            report.unchecked.append(str(error))
    pipeline.say_unparsed(report)
    if report.unparsed and not report.tasks:
        message = f"no task can be checked in {', '.join(paths)}"
        raise NothingCheckedError(message)
    tell(report.unchecked)
    print_report(args, report.without(shown))
    if not (args.quiet or args.list):
        stream = sys.stdout if args.format in FOR_READERS else sys.stderr
        write([summarize(report, paint_for(stream))], stream)
    if failed or (args.types and report.is_incomplete):
        return BAD, kept
    wrong = any(finding.severity == "error" for finding in report.findings)
    return (FINDINGS if wrong and not args.list else FINE), kept


def print_report(args: argparse.Namespace, report: Report) -> None:
    """Print the findings of a report, or its tasks where the user asks for these."""
    output = FORMATS[args.format]
    show = output.tasks if args.list and output.tasks is not None else output.findings
    write(show(report, paint_for(sys.stdout)), sys.stdout)
    sys.stdout.flush()


def explain(arguments: list[str]) -> int:
    """Print what a code means, or which there are."""
    from background_typed_check.command import explain as explaining  # noqa: PLC0415  # rarely asked

    try:
        write(explaining.explain(arguments, paint_for(sys.stdout)), sys.stdout)
    except explaining.UnknownCodeError as error:
        tell([str(error)])
        return BAD
    return FINE


def tell_diagnosis(args: argparse.Namespace, report: Report) -> int:
    """Print what `--doctor` has to say as soon as it is known, and return the exit status."""
    from background_typed_check.command.doctor import Problem, diagnose  # noqa: PLC0415  # it needs mypy
    from background_typed_check.types.engine import Settings  # noqa: PLC0415  # it needs mypy

    status = FINE
    settings = Settings(find_environment(args.python), args.cache_dir, args.config_file)
    for said in diagnose(args.paths, settings, report, quiet=args.quiet):
        if isinstance(said, Problem):
            status = FINDINGS
            write([said.show(paint_for(sys.stdout))], sys.stdout)
        elif not args.quiet:
            write([said], sys.stdout)
    return status


def tell(lines: list[str]) -> None:
    """Say on stderr what is not checked."""
    write((f"{NAME}: {line}" for line in lines), sys.stderr)


def write(lines: Iterable[str], stream: TextIO) -> None:
    """Write lines, with escapes for what the stream cannot encode."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    stream.writelines(f"{line}\n" for line in lines)
