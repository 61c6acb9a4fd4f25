"""What the user asks for on the command line."""

import argparse
import os
from collections.abc import Sequence
from typing import Final

from background_typed_check import NAME
from background_typed_check.command.options import COMMANDS, STDIN, Parser, make_parser
from background_typed_check.command.together import conflict, conflict_of_format
from background_typed_check.spelling import nearest

FINE, FINDINGS = 0, 1
END_OF_OPTIONS: Final = "--"


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
    complain_of_output(args, parser)
    return args


def asks_mypy(args: argparse.Namespace) -> bool:
    """Return whether a run checks arguments, if mypy is there."""
    return args.types is not False and args.paths != [STDIN] and not args.doctor


def may_be_kept(args: argparse.Namespace) -> bool:
    """Return whether the answer to a run may be given again."""
    is_kept = args.cache_dir != os.devnull and not args.watch
    return is_kept and asks_mypy(args) and not (writes(args) or shows(args))


def shows(args: argparse.Namespace) -> bool:
    """Return whether a run only shows what it would rest on."""
    return bool(args.show_settings or args.show_files)


def writes(args: argparse.Namespace) -> bool:
    """Return whether a run changes files, or shows how it would."""
    return bool(args.fix or args.diff or args.add_ignores)


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
            is_word = path is paths[0] and path.replace("-", "").isalpha()
            near = nearest(path, COMMANDS) if is_word else None
            advice = f': did you mean "{near}"?' if near not in {None, path} else ""
            parser.error(f'"{path}" is not a file or folder{advice}')


def complain_of_options(args: argparse.Namespace, parser: Parser) -> None:
    """Exit if options make no sense, alone or together."""
    if args.watch and STDIN in args.paths:
        parser.error("--watch cannot be used with standard input")
    wrong = conflict(args)
    if wrong is None and args.format is not None:
        wrong = conflict_of_format(args.format, "--format", args)
    if wrong is not None:
        parser.error(wrong)
    if args.config_file is not None and not os.path.isfile(args.config_file):
        parser.error(f'--config-file: "{args.config_file}" is not a file')
    if args.workers is not None and not asks_mypy(args):
        parser.error("--workers is for mypy, which this run does not ask")
    if args.workers and args.cache_dir == os.devnull:
        parser.error("--workers cannot be used without a cache: mypy's processes share it")


def complain_of_output(args: argparse.Namespace, parser: Parser) -> None:
    """Exit if what the user wants cannot be printed so."""
    if args.show_files and STDIN in args.paths:
        parser.error("--show-files cannot be used with standard input")
    if args.output_file is not None and os.path.isdir(args.output_file):
        parser.error(f'--output-file: "{args.output_file}" is a folder')
