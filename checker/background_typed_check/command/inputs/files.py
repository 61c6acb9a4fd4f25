"""Which Python files are below the paths that the user names."""

import os
from collections.abc import Callable
from stat import S_ISDIR, S_ISREG
from typing import Final

from background_typed_check import apis
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.project import ENVIRONMENT, PYTHON, is_skipped
from background_typed_check.reasons import Cause, Obstacle

HERE: Final = os.path.join(os.curdir, "")

NOTEBOOK: Final = ".ipynb"


def leave_none(_path: str) -> bool:
    """Exclude nothing."""
    return False


class PythonFiles:
    """The Python files below some paths, each once, however many links lead to it."""

    def __init__(
        self, paths: list[str], disk: Disk, excludes: Callable[[str], bool] = leave_none
    ) -> None:
        """Walk the paths. Links come last, so that each file is listed under its own name.

        What the user names is taken even if it is excluded.
        """
        self.excludes = excludes
        self.files: list[str] = []
        self.leaves_out = False
        """Whether anything is excluded."""
        self.obstacles: list[Obstacle] = []
        self.notebooks: list[str] = []
        self.pending = [shown_path(path) for path in paths]
        self.seen: set[tuple[int, int]] = set()
        named = {*self.pending}
        for path in self.pending:  # the loop adds to it
            if disk.has_text(path):
                self.files.append(path)
            elif os.path.isdir(path):
                self.walk(path)
            elif path in named and not path.endswith((PYTHON, NOTEBOOK)):
                self.obstacles.append(Obstacle(Cause.NOT_PYTHON, file=path))
            else:
                self.take(path)
        telling = [
            each
            for each in self.notebooks
            if each in named or mentions_tasks(disk.read(each) or b"")
        ]
        if telling:
            notebooks, more = ", ".join(telling), len(telling) - 1
            self.obstacles.append(Obstacle(Cause.NOTEBOOKS, notebooks, more=more))

    def walk(self, path: str) -> None:
        """Take the files below a folder."""
        for folder, folders, names in os.walk(path, onerror=self.complain):
            if ENVIRONMENT in names or not self.is_new(folder):
                folders.clear()
                continue
            inside = sorted(name for name in folders if not is_skipped(name))
            folders[:] = self.without_excluded(folder, inside)
            files = self.without_excluded(
                folder, sorted(name for name in names if name.endswith((PYTHON, NOTEBOOK)))
            )
            for name in (*folders, *files):
                each = os.path.join(folder, name).removeprefix(HERE)
                if os.path.islink(each):
                    self.pending.append(each)
                elif name in files:
                    self.take(each)

    def without_excluded(self, folder: str, names: list[str]) -> list[str]:
        """Return what the user does not exclude of what lies in a folder."""
        kept = [each for each in names if not self.excludes(os.path.join(folder, each))]
        self.leaves_out = self.leaves_out or len(kept) < len(names)
        return kept

    def take(self, file: str) -> None:
        """Take a file, unless it was taken under another name."""
        if self.is_new(file):
            (self.notebooks if file.endswith(NOTEBOOK) else self.files).append(file)

    def is_new(self, path: str) -> bool:
        """Return whether a path leads to a file or folder that is not taken yet."""
        try:
            status = os.stat(path)  # `Path.stat` would be slower
        except OSError as error:
            self.complain(error)
            return False
        identity = status.st_dev, status.st_ino
        if identity in self.seen or not (S_ISREG(status.st_mode) or S_ISDIR(status.st_mode)):
            return False
        if not path.isprintable():  # mypy cannot print such a name
            self.obstacles.append(Obstacle(Cause.UNPRINTABLE, file=path))
            return False
        self.seen.add(identity)
        return True

    def complain(self, error: OSError) -> None:
        """Note why something is not read."""
        self.obstacles.append(Obstacle(Cause.UNREADABLE, error.strerror or "", error.filename))


def shown_path(path: str) -> str:
    """Return a path as mypy shows it: relative to the current folder if it is inside."""
    here, full = os.getcwd(), os.path.abspath(path)
    inside = full == here or full.startswith(os.path.join(here, ""))
    return os.path.relpath(full) if inside else os.path.normpath(path)


def mentions_tasks(data: bytes) -> bool:
    """Return whether a text contains a word that suggests background tasks."""
    if any(word in data for word in apis.TELLTALES):
        return True
    return apis.GIVEN_TO in data and any(word in data for word in apis.GIVING)
