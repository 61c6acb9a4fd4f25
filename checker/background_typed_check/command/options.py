"""The options of the command, in the groups that `--help` shows."""

import argparse
import functools
import os
import sys
from typing import Any, Final, NoReturn

from background_typed_check import NAME
from background_typed_check.command.about import add_about
from background_typed_check.command.correcting import add_corrections
from background_typed_check.command.values import (
    COLORS,
    take_codes,
    take_color,
    take_format,
    take_number,
    take_patterns,
    take_per_file,
)
from background_typed_check.settings.keys import FORMATS

BAD: Final = 2
CACHE: Final = ".background_typed_cache"
EXPLAIN: Final = "explain"
COMPLETION: Final = "generate-shell-completion"
SERVER: Final = "server"
COMMANDS: Final = (EXPLAIN, COMPLETION, SERVER)
STDIN: Final = "-"
USAGE: Final = (
    f"{NAME} [OPTION ...] [PATH ...]\n"
    f"       {NAME} {EXPLAIN} [CODE ...]\n"
    f"       {NAME} {COMPLETION} SHELL\n"
    f"       {NAME} {SERVER}"
)
# Python 3.14 would colour only the options.
PLAIN: Final[dict[str, Any]] = {"color": False} if sys.version_info >= (3, 14) else {}


class Parser(argparse.ArgumentParser):
    """A parser that prints one line if something is wrong."""

    def error(self, message: str) -> NoReturn:
        """Exit with one line."""
        self.exit(BAD, f"{NAME}: {message.removeprefix('argument ')}\n")


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
    add_choices(parser)
    add_outputs(parser)
    add_corrections(parser)
    add_types(parser)
    add_about(parser)
    return parser


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
    add(
        "--exclude",
        metavar="PATTERN",
        action="extend",
        type=take_patterns,
        help="files and folders to leave out, unless they are named as a PATH",
    )
    add(
        "--extend-exclude",
        metavar="PATTERN",
        action="extend",
        type=take_patterns,
        help="the same, besides those that the settings leave out",
    )
    add(
        "-w",
        "--watch",
        action="store_true",
        help="check again after each change of a file, until Ctrl-C",
    )
    add("--show-files", action="store_true", help="instead, print which files would be checked")


def add_choices(parser: Parser) -> None:
    """Add the options that say which findings count."""
    add = parser.add_argument_group(
        "Which findings count (the settings of a project may say it, too)"
    ).add_argument
    add(
        "--select",
        metavar="CODE",
        action="extend",
        type=take_codes,
        help="only those with these codes (default: all)",
    )
    add("--ignore", metavar="CODE", action="extend", type=take_codes, help="not those")
    add(
        "--per-file-ignores",
        metavar="PATTERN:CODE",
        action="extend",
        type=take_per_file,
        help="not those with a code in files that match a pattern",
    )
    add("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    add(
        "--no-config",
        "--isolated",
        action="store_true",
        help=f"read no settings from pyproject.toml or {NAME}.toml",
    )
    add("--show-settings", action="store_true", help="instead, print the settings in force")


def add_outputs(parser: Parser) -> None:
    """Add the options that say what is printed, and how."""
    add = parser.add_argument_group("What to print").add_argument
    add(
        "--format",
        metavar="FORMAT",
        type=take_format,
        help=f"{', '.join(FORMATS)} (default: text; concise: a line for each finding)",
    )
    add(
        "--warn-unused",
        action="store_true",
        help="also report comments with a code of ours, or for this command, that ignore nothing",
    )
    # An option of its own, so that a complaint has the name that the user writes.
    add(
        "--output-format",
        metavar="FORMAT",
        dest="format",
        type=take_format,
        help="the same as --format",
    )
    add("-o", "--output-file", metavar="FILE", help="the file to print to, without colours")
    add(
        "--color",
        metavar="WHEN",
        type=take_color,
        default="auto",
        help=f"{', '.join(COLORS)} (default: auto, on a terminal only)",
    )
    add("--statistics", action="store_true", help="instead, print how many findings a code has")
    add("-q", "--quiet", action="store_true", help="print findings only")
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
    add(
        "--no-cache",
        dest="cache_dir",
        action="store_const",
        const=os.devnull,
        help="neither write a cache nor read it",
    )
