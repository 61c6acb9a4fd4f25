"""The values of options."""

import argparse
import contextlib
import os
import re
from collections.abc import Iterator
from typing import Final

from background_typed_check.settings.codes import refuse_code
from background_typed_check.settings.keys import refuse_format, take_pattern
from background_typed_check.settings.patterns import Pattern
from background_typed_check.spelling import advise

COLORS: Final = ("auto", "always", "never")
COMMA: Final = re.compile(r",(?![^{]*\})")  # not one in braces


def take_format(name: str) -> str:
    """Return the name of a format.

    Raises:
        argparse.ArgumentTypeError: If there is no such format.

    """
    with as_refusal():
        return refuse_format(name)


def take_number(text: str) -> int:
    """Return a number of processes.

    Raises:
        argparse.ArgumentTypeError: If it is not a number from 0 on.

    """
    if not text.isdecimal():
        message = f'"{text}" is not a number of processes: 0, 1, 2, ...'
        raise argparse.ArgumentTypeError(message)
    return int(text)


def take_color(name: str) -> str:
    """Return when to print in colour.

    Raises:
        argparse.ArgumentTypeError: If it is none of the known words.

    """
    if name not in COLORS:
        message = f'"{name}" is not a time for colours: {advise(name, COLORS)}'
        raise argparse.ArgumentTypeError(message)
    return name


def take_codes(text: str) -> list[str]:
    """Return some codes.

    Raises:
        argparse.ArgumentTypeError: If there is no such code.

    """
    codes = [each.strip() for each in text.split(",")]
    with as_refusal():
        for each in codes:
            refuse_code(each)
    return codes


def take_patterns(text: str) -> list[Pattern]:
    """Return some patterns, seen from the current folder.

    Raises:
        argparse.ArgumentTypeError: If one is not a pattern.

    """
    with as_refusal():
        return [take_pattern(each, os.getcwd()) for each in COMMA.split(text)]


def take_per_file(text: str) -> list[tuple[Pattern, tuple[str, ...]]]:
    """Return some patterns, each with the code that does not count in its files.

    Raises:
        argparse.ArgumentTypeError: If one is not a pattern with a code.

    """
    found = []
    for each in COMMA.split(text):
        pattern, colon, code = each.rpartition(":")
        if not (pattern and colon):
            message = f'"{each}" has no code: write PATTERN:CODE'
            raise argparse.ArgumentTypeError(message)
        found += [(one, (*take_codes(code),)) for one in take_patterns(pattern)]
    return found


@contextlib.contextmanager
def as_refusal() -> Iterator[None]:
    """Have argparse say what is wrong: of another error it would say nothing.

    Raises:
        argparse.ArgumentTypeError: If a value is wrong.

    """
    try:
        yield
    except ValueError as error:
        raise argparse.ArgumentTypeError(*error.args) from None
