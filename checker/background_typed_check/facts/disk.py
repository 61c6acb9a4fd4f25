"""What lies on the disk, each thing read once."""

import functools
import os
from pathlib import Path

from background_typed_check.facts.source import Source


class Disk:
    """Reads files and folders, and keeps what may be asked for again."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.read = read  # not kept: most files are looked at once, and are no concern of ours
        self.names_in = functools.cache(names_in)
        self.sources: dict[str, Source | None] = {}

    def source(self, path: str) -> Source | None:
        """Return a file, or None if there is none or it cannot be read.

        A file is one source, whatever it is called: it goes by the path that it was first asked by.
        """
        full = os.path.abspath(path)
        if full not in self.sources:
            data = self.read(path)
            self.sources[full] = None if data is None else Source(path, data)
        return self.sources[full]


def read(path: str) -> bytes | None:
    """Return what is in a file, or None if it cannot be read."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


def names_in(folder: str) -> frozenset[str]:
    """Return what lies in a folder, nothing for what is not a folder."""
    try:
        return frozenset(os.listdir(folder))  # a Path for each would cost more
    except OSError:
        return frozenset()
