"""The options that print something about the command, and exit."""

import argparse
import sys

from background_typed_check import NAME
from background_typed_check.command.output.streams import write


class Show(argparse.Action):
    """Prints what `const` makes of the parser and the options so far, and exits."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object
    ) -> None:
        """Print it through `write`, because argparse ignores failures to print."""
        write([self.const(parser, namespace)], sys.stdout)
        parser.exit()


def add_about(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
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


def help_of(parser: argparse.ArgumentParser, _args: argparse.Namespace) -> str:
    """Return what `--help` prints."""
    from background_typed_check.command.help import make_epilog  # noqa: PLC0415  # rarely asked

    parser.epilog = make_epilog()
    return parser.format_help().rstrip()


def versions_of(_parser: argparse.ArgumentParser, args: argparse.Namespace) -> str:
    """Return what `--version` prints."""
    from background_typed_check.command.versions import show_versions  # noqa: PLC0415  # rarely asked

    return show_versions(NAME, args.python)
