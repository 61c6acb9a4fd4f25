"""Writing to stdout and stderr."""

import io
import sys
from collections.abc import Iterable
from typing import TextIO

from background_typed_check import NAME


def tell(lines: Iterable[str]) -> None:
    """Print on stderr what is not checked."""
    write((f"{NAME}: {line}" for line in lines), sys.stderr)


def write(lines: Iterable[str], stream: TextIO) -> None:
    """Write lines, and escape what the stream cannot encode."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    stream.writelines(f"{line}\n" for line in lines)
