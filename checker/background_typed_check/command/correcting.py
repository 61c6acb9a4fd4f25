"""The options that change the user's files, or show how they would."""

import argparse


def add_corrections(parser: argparse.ArgumentParser) -> None:
    """Add the options for corrections."""
    add = parser.add_argument_group("What to change in the files").add_argument
    add(
        "--fix",
        action="store_const",
        const=True,
        help="make the corrections that are safe, marked [*], and print what is left",
    )
    add("--no-fix", dest="fix", action="store_const", const=False, help="make none")
    add(
        "--unsafe-fixes",
        action="store_const",
        const=True,
        help="also those that may change more",
    )
    add(
        "--no-unsafe-fixes",
        dest="unsafe_fixes",
        action="store_const",
        const=False,
        help="not those that may change more",
    )
    add(
        "--show-fixes",
        action="store_true",
        help="with --fix, also print how many findings of a code were corrected in each file",
    )
    add("--diff", action="store_true", help="instead, print what --fix would change")
    add(
        "--add-ignores",
        action="store_true",
        help="instead, write a comment that ignores it at each finding there is now",
    )
