"""The command itself: what the user asks for, and in which order it is done."""

import argparse
import io
import os
import sys
from collections.abc import Iterable
from typing import Final, NoReturn, TextIO

from typing_extensions import override

from background_typed_mypy import __version__
from background_typed_mypy.command.check import check_paths
from background_typed_mypy.command.engine import Settings
from background_typed_mypy.command.environment import find_environment
from background_typed_mypy.command.formats import FORMATS, Printer
from background_typed_mypy.command.paint import paint_for
from background_typed_mypy.command.report import NothingCheckedError, Report
from background_typed_mypy.command.services import NAME
from background_typed_mypy.command.text import summarize
from background_typed_mypy.command.unseen import say_unseen

CACHE: Final = ".background_typed_cache"
FINE, FINDINGS, BAD = 0, 1, 2
EXIT_STATUS: Final = (
    f"exit status: {FINE} no findings, {FINDINGS} findings, {BAD} bad usage or nothing checked"
)
FOR_READERS: Final = {"text", "concise"}


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    @override
    def error(self, message: str) -> NoReturn:
        self.exit(BAD, f"{NAME}: {message}\n")


def make_parser() -> Parser:
    """Say what the user can ask for."""
    parser = Parser(
        NAME,
        description="Check the background tasks of Starlette and FastAPI, and nothing else.",
        epilog=EXIT_STATUS,
        allow_abbrev=False,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file or folder (default: here)")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how findings are printed (default: text)"
    )
    parser.add_argument(
        "--list", action="store_true", help="print every task and whether it is checked, instead"
    )
    parser.add_argument(
        "--doctor",
        action="store_true",
        help="say what keeps mypy itself, as it is set up here, from checking tasks, instead",
    )
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="the interpreter or virtual environment that has the application's packages"
        " (default: the active environment, .venv, or the one that runs this)",
    )
    parser.add_argument(
        "--config-file",
        metavar="FILE",
        help="settings for mypy, as in pyproject.toml or mypy.ini (default: none; with --doctor"
        " those that mypy finds)",
    )
    parser.add_argument("--cache-dir", metavar="FOLDER", default=CACHE, help=f"(default: {CACHE})")
    parser.add_argument("--quiet", "-q", action="store_true", help="print findings only")
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")
    return parser


def run(arguments: list[str]) -> tuple[int, object]:
    """Do what the user asks for, and return the exit status and what `check_paths` keeps."""
    parser = make_parser()
    args = parser.parse_args(arguments)
    show = choose_printer(parser, args)
    report = Report()
    try:
        settings = Settings(find_environment(args.python), args.cache_dir, args.config_file)
        if args.doctor:
            return tell_diagnosis(args, settings, report), None
        kept = check_paths(args.paths or ["."], settings, report, quiet=args.quiet)
    except NothingCheckedError as error:
        report.unchecked.append(str(error))
        tell(report.unchecked)
        return BAD, None
    unseen = [*say_unseen(report)]
    report.unchecked += unseen
    tell(report.unchecked)
    if unseen and not report.tasks:
        tell(["no task can be checked"])
        return BAD, kept
    write(show(report, paint_for(sys.stdout)), sys.stdout)
    if not (args.quiet or args.list):
        stream = sys.stdout if args.format in FOR_READERS else sys.stderr
        write([summarize(report, paint_for(stream))], stream)
    wrong = any(finding.severity == "error" for finding in report.findings)
    return (FINDINGS if wrong and not args.list else FINE), kept


def tell_diagnosis(args: argparse.Namespace, settings: Settings, report: Report) -> int:
    """Print what `--doctor` has to say as soon as it is known, and return the exit status."""
    from background_typed_mypy.command.doctor import Problem, diagnose  # noqa: PLC0415  # rarely asked

    status = FINE
    for said in diagnose(args.paths, settings, report, quiet=args.quiet):
        if isinstance(said, Problem):
            status = FINDINGS
            write([said.show(paint_for(sys.stdout))], sys.stdout)
        elif not args.quiet:
            write([said], sys.stdout)
    return status


def choose_printer(parser: Parser, args: argparse.Namespace) -> Printer:
    """Return what prints the report, or leave where the user asks for what there is not."""
    for path in args.paths:
        if not os.path.exists(path):
            parser.error(f'"{path}" is no file or folder')
    if args.config_file is not None and not os.path.isfile(args.config_file):
        parser.error(f'--config-file: "{args.config_file}" is no file')
    if args.doctor and (args.list or args.format != "text"):
        parser.error("--doctor is not for --list, nor for any --format but text")
    output = FORMATS[args.format]
    if not args.list:
        return output.findings
    if output.tasks is None:
        able = ", ".join(name for name, each in FORMATS.items() if each.tasks is not None)
        parser.error(f"--list is not for --format {args.format} (choose from {able})")
    return output.tasks


def tell(lines: list[str]) -> None:
    """Say on stderr what is not checked."""
    write((f"{NAME}: {line}" for line in lines), sys.stderr)


def write(lines: Iterable[str], stream: TextIO) -> None:
    """Write lines, with escapes for what the stream cannot encode."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    stream.writelines(f"{line}\n" for line in lines)
