"""The values of options."""

import argparse
from typing import Final

from background_typed_check.command.spelling import advise

# As in `command/output/formats.py`, which is slow to import.
FORMATS: Final = (
    "text",
    "concise",
    "grouped",
    "json",
    "github",
    "gitlab",
    "azure",
    "sarif",
    "junit",
    "rdjson",
)


def take_format(name: str) -> str:
    """Return the name of a format.

    Raises:
        argparse.ArgumentTypeError: If there is no such format.

    """
    if name not in FORMATS:
        message = f'"{name}" is not a format: {advise(name, FORMATS)}'
        raise argparse.ArgumentTypeError(message)
    return name


def take_number(text: str) -> int:
    """Return a number of processes.

    Raises:
        argparse.ArgumentTypeError: If it is not a number from 0 on.

    """
    if not text.isdecimal():
        message = f'"{text}" is not a number of processes: 0, 1, 2, ...'
        raise argparse.ArgumentTypeError(message)
    return int(text)
