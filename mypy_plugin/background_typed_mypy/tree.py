"""The files around a module that mypy checks: those that may say more about its tasks."""

import functools
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, overload

from background_typed_check.apis import INCLUDING
from background_typed_check.facts.disk import read
from background_typed_check.facts.injection import may_pass_dependencies
from background_typed_check.facts.source import Source
from typing_extensions import override

# As the last part of a path: all files below.
TREE: Final = f"{os.sep}**"
# What lies at the top of what belongs together, the likeliest first.
TOPS: Final = (".git", ".hg", "pyproject.toml", "setup.cfg", "setup.py", "mypy.ini")
PYTHON: Final = ".py"
SKIPPED: Final = {"__pycache__", "node_modules", "site-packages"}
ENVIRONMENT: Final = "pyvenv.cfg"
# With more folders than this it is no project, but somebody's whole disk.
MOST: Final = 10_000


class Tree(Source):
    """Stands for the files below a folder, as far as they say what FastAPI passes to handlers."""

    def __init__(self, top: str) -> None:
        """Take the folder."""
        super().__init__(f"{top}{TREE}", b"")
        self.top = top

    def telling(self) -> list[str]:
        """Return the files that may come to say it when they are edited."""
        found = [(each, read(each) or b"") for each in files_below(self.top) or ()]
        return [each for each, data in found if any(word in data for word in INCLUDING)]

    @functools.cached_property
    def digest(self) -> str:
        """A hash of these files."""
        return digest_of_tree(self.top)


class Files(Sequence[str]):
    """The Python files below a folder, looked for when somebody asks."""

    def __init__(self, top: str, others: Iterator[str]) -> None:
        """Take the folder, and what to take instead if it is too large."""
        self.top = top
        self.others = others

    @functools.cached_property
    def all(self) -> list[str]:
        """All of them."""
        found = files_below(self.top)
        return [*self.others] if found is None else found

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.all)

    @override
    def __len__(self) -> int:
        return len(self.all)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    @override
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self.all[index]


def top_of(path: str, module: str) -> str:
    """Return the folder of all that belongs to a module's project."""
    folder = os.path.dirname(path)
    names = module.split(".")
    inside = len(names) if os.path.basename(path).startswith("__init__.") else len(names) - 1
    for _ in range(inside):
        folder = os.path.dirname(folder)
    around = [folder, *map(str, Path(folder).parents)]
    marked = (each for top in TOPS for each in around if os.path.exists(os.path.join(each, top)))
    return next(marked, folder)


def files_below(top: str) -> list[str] | None:
    """Return the Python files below a folder, None if there is no end of them."""
    found: list[str] = []
    for number, (folder, folders, names) in enumerate(os.walk(top)):
        if number >= MOST:
            return None
        if ENVIRONMENT in names:
            folders.clear()
            continue
        folders[:] = sorted(
            name for name in folders if name not in SKIPPED and not name.startswith(".")
        )
        found += [os.path.join(folder, name) for name in sorted(names) if name.endswith(PYTHON)]
    return found


def digest_of_tree(top: str) -> str:
    """Return a hash of the files below a folder that may give dependencies to handlers."""
    digest = hashlib.sha256()
    for file in files_below(top) or ():
        data = read(file) or b""
        if may_pass_dependencies(data):
            digest.update(file.encode(errors="surrogateescape") + b"\0" + data)
    return digest.hexdigest()
