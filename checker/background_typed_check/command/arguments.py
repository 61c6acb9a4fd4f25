"""What the user can ask for."""

import argparse
import os
from typing import Final, NoReturn

from background_typed_check import __version__
from background_typed_check.command.output.formats import FORMATS
from background_typed_check.command.output.services import NAME

CACHE: Final = ".background_typed_cache"
FINE, FINDINGS, BAD = 0, 1, 2
EXPLAIN: Final = "explain"
EPILOG: Final = (
    f'"{NAME} {EXPLAIN} [CODE]" says what a code means.'
    f" Exit status: {FINE} no findings, {FINDINGS} findings, {BAD} bad usage or nothing checked."
)


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Leave with one line."""
        self.exit(BAD, f"{NAME}: {message}\n")


def make_parser() -> Parser:
    """Say what the user can ask for."""
    parser = Parser(
        NAME,
        description="Check the background tasks of Starlette and FastAPI, and nothing else.",
        epilog=EPILOG,
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
        "--types",
        action=argparse.BooleanOptionalAction,
        help="check the arguments of tasks, by mypy, and fail where that is not possible"
        " (default: check them where mypy is installed)",
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


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return what the user asks for, or leave where there is no such thing."""
    parser = make_parser()
    args = parser.parse_args(arguments)
    for path in args.paths:
        if not os.path.exists(path):
            parser.error(f'"{path}" is not a file or folder')
    if args.config_file is not None and not os.path.isfile(args.config_file):
        parser.error(f'--config-file: "{args.config_file}" is not a file')
    if args.doctor and (args.list or args.format != "text" or args.types is False):
        parser.error("--doctor is not for --list, for --no-types, nor for any --format but text")
    if args.list and FORMATS[args.format].tasks is None:
        able = ", ".join(name for name, each in FORMATS.items() if each.tasks is not None)
        parser.error(f"--list is not for --format {args.format} (choose from {able})")
    return args
