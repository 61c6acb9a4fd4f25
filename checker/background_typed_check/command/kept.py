"""Answers that are given again while nothing has changed that they rest on.

An answer is all that a run printed. It is kept beside mypy's caches, under a name made of what the
user and the shell said, with the states of the files and folders that it rests on.
"""

import hashlib
import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TextIO

from background_typed_check.command.output.paint import has_links, paint_for
from background_typed_check.command.output.streams import Printed, columns_of
from background_typed_check.command.variables import variables_for
from background_typed_check.command.watched import (
    State,
    Watched,
    imported_files,
    names_in,
    state_of,
)

FOLDER: Final = "answers"
MOST: Final = 20
# The clock of file systems advances in steps: a file that changes when a run starts may have a time
# that is older by this, in nanoseconds.
STEP: Final = 10_000_000


class KeptAnswer:
    """The answer of a run that was the same, and the place where to keep this one's."""

    def __init__(self, arguments: list[str], args: Namespace) -> None:
        """Take what is on the command line, as it is and as it was understood."""
        self.cache = os.path.abspath(args.cache_dir)
        self.file = Path(self.cache, FOLDER, f"{name_of(arguments, args)}.json")
        self.start = time.time_ns() - STEP
        self.watched: Watched | None = None
        """What this run reads."""
        paths = map(os.path.abspath, [*args.paths, os.curdir])
        self.is_wanted = not any(map(self.is_inside, paths))

    def find(self) -> tuple[int, Printed] | None:
        """Return the exit status and what was printed, if they still hold, or start to watch."""
        if not self.is_wanted:
            return None
        # A broken answer is not used, and a new one takes its place.
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            kept = json.loads(self.file.read_bytes())
            if self.holds(kept):
                os.utime(self.file)  # now it is the newest
                return int(kept["status"]), Printed((to, line) for to, line in kept["printed"])
        self.watched = Watched()
        return None

    def holds(self, kept: dict[str, Any]) -> bool:
        """Return whether everything is as it was when an answer was kept."""
        files = kept["files"].items()
        return all(state_of(path) == state for path, state in files) and self.hold(kept["folders"])

    def keep(self, status: int, printed: Printed, asked: Iterable[str]) -> None:
        """Keep an answer, unless something changed while it was found.

        Args:
            status: The exit status.
            printed: What was printed.
            asked: The files that were looked for, besides those that were read.

        """
        if self.watched is None:
            return
        files = {*asked, *self.watched.files, *imported_files()}
        states = {each: state_of(each) for each in files if not self.is_inside(each)}
        folders = {
            each: self.without_cache(each, names)
            for each, names in self.watched.folders.items()
            if not self.is_inside(each)
        }
        if self.is_certain(states, folders):
            self.write({"status": status, "printed": printed, "files": states, "folders": folders})

    def is_certain(self, states: dict[str, State], folders: dict[str, list[str]]) -> bool:
        """Return whether no file and folder has changed since it was read."""
        times = [max(state[:2]) for state in states.values() if not isinstance(state, bool)]
        return max(times, default=0) < self.start and self.hold(folders)

    def hold(self, folders: dict[str, list[str]]) -> bool:
        """Return whether the same lies in some folders as before."""
        return all(
            self.without_cache(folder, names_in(folder)) == names
            for folder, names in folders.items()
        )

    def write(self, answer: dict[str, Any]) -> None:
        """Write an answer, and remove the oldest of too many."""
        part = self.file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # as on a full disk: then the next run takes longer
            self.file.parent.mkdir(exist_ok=True)
            part.write_text(json.dumps(answer), encoding="ascii")
            part.replace(self.file)
            for each in sorted(self.file.parent.iterdir(), key=os.path.getmtime)[:-MOST]:
                each.unlink()

    def without_cache(self, folder: str, names: list[str]) -> list[str]:
        """Return what lies in a folder, without the cache."""
        return [each for each in names if os.path.join(folder, each) != self.cache]

    def is_inside(self, path: str) -> bool:
        """Return whether a file or folder lies in the cache."""
        return os.path.join(path, "").startswith(os.path.join(self.cache, ""))


def name_of(arguments: list[str], args: Namespace) -> str:
    """Return a name for what the user and the shell say."""
    streams = [look_of(each, args.color) for each in (sys.stdout, sys.stderr)]
    python = [sys.executable, sys.version, sys.getfilesystemencoding()]
    said = [arguments, variables_for(args), streams, os.getcwd(), python]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def look_of(stream: TextIO, color: str) -> list[object]:
    """Return on what it depends how lines look on a stream."""
    colours = paint_for(stream, color)("", "bold")
    return [stream.isatty(), columns_of(stream), colours, has_links(stream)]
