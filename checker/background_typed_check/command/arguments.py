"""What the user can ask for on the command line."""

import argparse
import functools
import os
import sys
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from background_typed_check import NAME
from background_typed_check.command.output.streams import write
from background_typed_check.command.spelling import nearest
from background_typed_check.command.values import FORMATS, take_format, take_number

CACHE: Final = ".background_typed_cache"
FINE, FINDINGS, BAD = 0, 1, 2
EXPLAIN: Final = "explain"
STDIN: Final = "-"
END_OF_OPTIONS: Final = "--"
USAGE: Final = f"{NAME} [OPTION ...] [PATH ...]\n       {NAME} {EXPLAIN} [CODE ...]"
WITH_TASKS: Final = FORMATS[:3]
# Python 3.14 would colour only the options.
PLAIN: Final[dict[str, Any]] = {"color": False} if sys.version_info >= (3, 14) else {}


class Parser(argparse.ArgumentParser):
    """A parser that prints one line if something is wrong."""

    def error(self, message: str) -> NoReturn:
        """Exit with one line."""
        self.exit(BAD, f"{NAME}: {message.removeprefix('argument ')}\n")


class Show(argparse.Action):
    """Prints what `const` makes of the parser and the options so far, and exits."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object
    ) -> None:
        """Print it through `write`, because argparse ignores failures to print."""
        write([self.const(parser, namespace)], sys.stdout)
        parser.exit()


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what the user asks for, or exit if that is not possible."""
    parser = make_parser()
    # Versions of argparse differ in which options are unknown, and in what may follow `--`.
    end = arguments.index(END_OF_OPTIONS) if END_OF_OPTIONS in arguments else len(arguments)
    options, paths = arguments[:end], arguments[end + 1 :]
    refuse_unknown(options, parser)
    args = parser.parse_intermixed_args(options)  # options may come between paths
    args.paths = [*args.paths, *paths]
    if args.stdin_filename is not None and not args.paths:
        args.paths = [STDIN]
    if STDIN in args.paths or args.stdin_filename is not None:
        complain_of_stdin(args, parser)
    else:
        complain_of_paths(args.paths, parser)
    complain_of_options(args, parser)
    return args


def asks_mypy(args: argparse.Namespace) -> bool:
    """Return whether a run checks arguments, if mypy is there."""
    return args.types is not False and args.paths != [STDIN] and not args.doctor


def refuse_unknown(arguments: Sequence[str], parser: Parser) -> None:
    """Exit if an option is unknown, and name the nearest one."""
    known = parser._option_string_actions  # noqa: SLF001
    for argument in arguments:
        name = argument.partition("=")[0]
        if name.startswith("-") and name != STDIN and name not in known:
            near = nearest(name, known)
            advice = f'did you mean "{near}"? See' if near is not None else "see"
            parser.error(f'unrecognized option "{name}": {advice} "{NAME} --help"')


def complain_of_stdin(args: argparse.Namespace, parser: Parser) -> None:
    """Exit if standard input cannot be checked as the user asks."""
    name = args.stdin_filename
    if STDIN not in args.paths:
        parser.error(f'--stdin-filename is only for standard input: give "{STDIN}" as the path')
    if args.paths != [STDIN]:
        parser.error("standard input cannot be checked together with other paths")
    if name is not None and os.path.isdir(name):
        parser.error(f'--stdin-filename: "{name}" is a folder')
    if args.types:
        parser.error("--types cannot be used with standard input, because mypy does not read it")
    if args.add_ignores:
        parser.error("--add-ignores cannot be used with standard input: there is no file to write")
    if args.doctor:
        parser.error("--doctor cannot be used with standard input, because mypy does not read it")


def complain_of_paths(paths: list[str], parser: Parser) -> None:
    """Exit if a path does not exist. It may be a misspelt command."""
    for path in paths:
        if not os.path.exists(path):
            near = nearest(path, [EXPLAIN]) if path is paths[0] and path.isalpha() else None
            advice = f': did you mean "{near}"?' if near not in {None, path} else ""
            parser.error(f'"{path}" is not a file or folder{advice}')


def complain_of_options(args: argparse.Namespace, parser: Parser) -> None:
    """Exit if options make no sense, alone or together."""
    if args.config_file is not None and not os.path.isfile(args.config_file):
        parser.error(f'--config-file: "{args.config_file}" is not a file')
    if args.doctor and (args.list or args.format != "text" or args.types is False):
        parser.error("--doctor cannot be used with --list, --no-types, or any --format but text")
    if args.add_ignores and (args.list or args.doctor or args.format != "text"):
        parser.error("--add-ignores cannot be used with --list, --doctor, or any --format but text")
    if args.workers is not None and not asks_mypy(args):
        parser.error("--workers is for mypy, which this run does not ask")
    if args.list and args.format not in WITH_TASKS:
        able = ", ".join(WITH_TASKS)
        parser.error(f"--list cannot be used with --format {args.format} (choose from {able})")


def make_parser() -> Parser:
    """Return the parser of the command line."""
    parser = Parser(
        NAME,
        usage=USAGE,
        description="Check the background tasks of Starlette and FastAPI, and nothing else.",
        formatter_class=functools.partial(
            argparse.RawDescriptionHelpFormatter, max_help_position=26
        ),
        add_help=False,
        allow_abbrev=False,
        **PLAIN,
    )
    add_inputs(parser)
    add_outputs(parser)
    add_types(parser)
    add = parser.add_argument_group("About the command").add_argument
    add("-h", "--help", action=Show, const=help_of, nargs=0, help="print this help, and exit")
    add(
        "-V",
        "--version",
        action=Show,
        const=versions_of,
        nargs=0,
        help="print the versions, and exit",
    )
    return parser


def help_of(parser: Parser, _args: argparse.Namespace) -> str:
    """Return what `--help` prints."""
    from background_typed_check.command.help import make_epilog  # noqa: PLC0415  # rarely asked

    parser.epilog = make_epilog()
    return parser.format_help().rstrip()


def versions_of(_parser: Parser, args: argparse.Namespace) -> str:
    """Return what `--version` prints."""
    from background_typed_check.command.versions import show_versions  # noqa: PLC0415  # rarely asked

    return show_versions(NAME, args.python)


def add_inputs(parser: Parser) -> None:
    """Add the arguments that say what to check."""
    add = parser.add_argument_group("What to check").add_argument
    add(
        "paths",
        nargs="*",
        metavar="PATH",
        help=f'files and folders, or "{STDIN}" for standard input (default: the current folder)',
    )
    add(
        "--stdin-filename",
        metavar="NAME",
        help="the name of the file on standard input, for its imports and for what is printed"
        " (default: <stdin> in the current folder)",
    )
    add(
        "--python",
        metavar="PATH",
        help="the interpreter or virtual environment that has the application's packages"
        " (default: the active environment, .venv, or the one that runs this)",
    )


def add_outputs(parser: Parser) -> None:
    """Add the options that say what is printed, and how."""
    add = parser.add_argument_group("What to print").add_argument
    add(
        "--format",
        type=take_format,
        default="text",
        help=f"{', '.join(FORMATS)} (default: text; concise leaves the source out)",
    )
    add(
        "--warn-unused",
        action="store_true",
        help="also report comments with a code of ours, or for this command, that ignore nothing",
    )
    add("-q", "--quiet", action="store_true", help="print findings only")
    add(
        "--add-ignores",
        action="store_true",
        help="instead, write a comment that ignores it at each finding there is now",
    )
    add("--list", action="store_true", help="instead, list every task and whether it is checked")
    add(
        "--doctor",
        action="store_true",
        help="instead, say what keeps mypy itself, as it is set up here, from checking tasks",
    )


def add_types(parser: Parser) -> None:
    """Add the options for mypy."""
    add = parser.add_argument_group("Arguments of tasks, which mypy checks").add_argument
    add(
        "--types",
        action="store_const",
        const=True,
        help="fail if they cannot be checked (default: check them if mypy is installed)",
    )
    add("--no-types", dest="types", action="store_const", const=False, help="do not check them")
    add(
        "--config-file",
        metavar="FILE",
        help="settings for mypy, as in pyproject.toml or mypy.ini (default: none; with --doctor"
        " those that mypy finds)",
    )
    add(
        "--workers",
        metavar="N",
        type=take_number,
        help="have mypy 2 use N more processes (default: one for each core, up to 4, if it has no"
        " cache to start from)",
    )
    add(
        "--cache-dir",
        metavar="FOLDER",
        default=CACHE,
        help=f"the folder of mypy's cache (default: {CACHE})",
    )
