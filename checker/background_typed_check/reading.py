"""Reading files and folders as they are on disk, or as an editor has them unsaved.

mypy's plugin needs this in each run, and most runs need no fact: so it is outside of `facts`.
"""

import os
from collections.abc import Iterable
from typing import Final

WITHOUT_WAITING: Final[int] = getattr(os, "O_NONBLOCK", 0)  # not on Windows
UNSAVED: Final[dict[str, bytes]] = {}
"""The texts that this whole process reads in place of files on disk, by their absolute paths.

They are for code that is given no `Disk`, such as mypy's: it sees what an editor has not saved.
"""


def read(path: str) -> bytes | None:
    """Return what is in a file, or None if it cannot be read."""
    text = UNSAVED.get(os.path.abspath(path)) if UNSAVED else None
    if text is not None:
        return text
    try:
        with open(path, "rb", opener=open_at_once) as file:  # a Path would cost as much again
            return file.read()
    except OSError:
        return None


def open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting: a pipe may never be written to. It is empty then."""
    return os.open(path, flags | WITHOUT_WAITING)


def names_in(folder: str) -> frozenset[str]:
    """Return what lies in a folder, nothing for what is not a folder."""
    unsaved = names_of(UNSAVED, folder)
    try:
        return unsaved.union(os.listdir(folder))  # Path objects would cost more
    except OSError:
        return unsaved


def names_of(texts: Iterable[str], folder: str) -> frozenset[str]:
    """Return the names of those texts that lie in a folder."""
    return frozenset(os.path.basename(each) for each in texts if os.path.dirname(each) == folder)
