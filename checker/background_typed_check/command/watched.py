"""What a run reads: the files that are opened and the folders that are listed, by any code."""

import os
import sys
from collections.abc import Iterator
from stat import S_ISREG
from typing import Any, Final, TypeAlias

# Of what is hidden, only these count: Python files, and what marks the top of a project.
COUNTING: Final = (".py", ".ipynb", ".git", ".hg")
COMPILED: Final = "__pycache__"
LISTINGS: Final = frozenset({"os.listdir", "os.scandir"})
WRITING: Final = os.O_WRONLY | os.O_RDWR
State: TypeAlias = "list[int] | bool"
"""When a file was changed, and its size; or whether something else is there."""


class Watched:
    """The files and folders that this process reads from now on."""

    def __init__(self) -> None:
        """Start to watch. Python has no way to stop it."""
        self.files: set[str] = set()
        self.folders: dict[str, list[str]] = {}
        """What lay in each folder when it was listed first."""
        sys.addaudithook(self.note)

    def note(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note what is opened or listed (docs.python.org/3/library/audit_events.html)."""
        if event == "open":
            path, _, flags = arguments
            # Python compiles what has changed: the source tells.
            if isinstance(path, str) and not flags & WRITING and COMPILED not in path:
                self.files.add(os.path.abspath(path))
        elif event in LISTINGS and isinstance(arguments[0], str | None):
            folder = os.path.abspath(arguments[0] or os.curdir)
            if folder not in self.folders:
                self.folders[folder] = []  # the next line is an event, too
                self.folders[folder] = names_in(folder)


def imported_files() -> Iterator[str]:
    """Yield the files of the modules that this process has imported."""
    for module in [*sys.modules.values()]:
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            yield os.path.abspath(file)


def state_of(path: str) -> State:
    """Return the state of a file, from which an edit can be told."""
    try:
        status = os.stat(path)
    except OSError:
        return False
    if not S_ISREG(status.st_mode):
        return True
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_size]


def names_in(folder: str) -> list[str]:
    """Return what lies in a folder, without what tools put there for themselves."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return sorted(
        name for name in names if name != COMPILED and (name[0] != "." or name.endswith(COUNTING))
    )
