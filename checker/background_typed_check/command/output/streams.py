"""Writing to stdout and stderr."""

import io
import itertools
import os
import sys
from collections.abc import Iterable
from typing import TextIO

from background_typed_check import NAME


class Printed(list[tuple[bool, str]]):
    """The lines that a run prints, each with whether it goes to stdout."""

    def tell(self, lines: Iterable[str]) -> None:
        """Print on stderr what is not checked."""
        self.write((f"{NAME}: {line}" for line in lines), sys.stderr)

    def write(self, lines: Iterable[str], stream: TextIO) -> None:
        """Write lines, and keep them."""
        lines = [*lines]
        self += [(stream is sys.stdout, line) for line in lines]
        write(lines, stream)

    def print_again(self) -> None:
        """Write all lines again, in the same order."""
        for to_stdout, lines in itertools.groupby(self, key=lambda each: each[0]):
            stream = sys.stdout if to_stdout else sys.stderr
            write((line for _, line in lines), stream)
            stream.flush()


def tell(lines: Iterable[str]) -> None:
    """Print on stderr what is not checked."""
    write((f"{NAME}: {line}" for line in lines), sys.stderr)


def write(lines: Iterable[str], stream: TextIO) -> None:
    """Write lines, and escape what the stream cannot encode."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    stream.writelines(f"{line}\n" for line in lines)


def columns_of(stream: TextIO) -> int | None:
    """Return how wide the terminal of a stream is, None if it is none or does not say."""
    return os.get_terminal_size(stream.fileno()).columns or None if stream.isatty() else None
