"""Which Python files belong together: those below the top folder of a project."""

import functools
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, overload

from background_typed_check.facts.search import Search

# What lies in the top folder of a project, the likeliest first.
TOPS: Final = (".git", ".hg", "pyproject.toml", "setup.cfg", "setup.py", "mypy.ini")
PYTHON: Final = ".py"  # a stub has no calls
# What mypy passes over in a folder (`mypy.find_sources.SourceFinder.find_sources_in_dir`), and
# what marks a virtual environment, whatever its name.
SKIPPED: Final = {"__pycache__", "node_modules", "site-packages"}
ENVIRONMENT: Final = "pyvenv.cfg"
# With more folders than this it is not a project, but perhaps a whole disk.
MOST: Final = 10_000


class ProjectFiles(Sequence[str]):
    """The Python files of a project, looked for on first use."""

    def __init__(self, top: str, named: Iterable[str]) -> None:
        """Take the top folder, and the files that are known to belong to it."""
        self.top = top
        self.named = named
        self.search = Search()
        """What is found in them."""

    @functools.cached_property
    def all(self) -> list[str]:
        """All of them, the known ones first."""
        known = {os.path.abspath(each): each for each in self.named}
        return [*known.values(), *(each for each in files_below(self.top) if each not in known)]

    @functools.cached_property
    def folders_with(self) -> dict[str, list[str]]:
        """The folders that hold a file or folder of a name."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        seen: set[str] = set()
        for file in self.all:
            folder, name = os.path.split(os.path.abspath(file))
            found[name.partition(".")[0]][folder] = None
            while folder not in seen:
                seen.add(folder)
                around, name = os.path.split(folder)
                found[name][around] = None
                folder = around
        return {name: [*folders] for name, folders in found.items()}

    def __iter__(self) -> Iterator[str]:
        """Yield all of them."""
        return iter(self.all)

    def __len__(self) -> int:
        """Count them."""
        return len(self.all)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """Return one of them, or some."""
        return self.all[index]


def project_of(files: Sequence[str]) -> ProjectFiles:
    """Return the project that some files belong to."""
    folders = {os.path.dirname(os.path.abspath(each)) for each in files}
    return ProjectFiles(top_around(os.path.commonpath(folders)), files)


def top_around(folder: str) -> str:
    """Return the top folder of the project that a folder belongs to, or the folder itself."""
    return os.path.dirname(next(filter(os.path.exists, marks_around(folder)), f"{folder}{os.sep}"))


def marks_around(folder: str) -> list[str]:
    """Return what may mark the top folder of the project around a folder, the likeliest first."""
    around = [folder, *map(str, Path(folder).parents)]
    return [os.path.join(each, top) for top in TOPS for each in around]


def files_below(top: str) -> list[str]:
    """Return the Python files below a folder, nothing if there are too many folders."""
    found: list[str] = []
    for number, (folder, folders, names) in enumerate(os.walk(top)):
        if number >= MOST:
            return []
        if ENVIRONMENT in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not is_skipped(name))
        found += [os.path.join(folder, name) for name in sorted(names) if name.endswith(PYTHON)]
    return found


def is_skipped(name: str) -> bool:
    """Return whether folders of a name are passed over."""
    return name in SKIPPED or name.startswith(".")
