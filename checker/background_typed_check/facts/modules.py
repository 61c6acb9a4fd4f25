"""Which file an import refers to: in the checked tree, or in the application's environment.

A module is known by its location, the path of its file without the part that Python adds:
`/app/mail` is `/app/mail.py`, `/app/mail/__init__.py` or, without either, the folder `/app/mail`.
Nothing is imported.
"""

import copy
import functools
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from background_typed_check.facts.disk import Disk
from background_typed_check.facts.project import PYTHON, ProjectFiles, project_of
from background_typed_check.facts.search import Search
from background_typed_check.facts.source import STUB, Source

INIT: Final = "__init__"
# Source before stubs: only source has bodies.
FORMS: Final = (PYTHON, f"{os.sep}{INIT}{PYTHON}", STUB, f"{os.sep}{INIT}{STUB}")
STUBS: Final = "-stubs"

FileOf = Callable[[str], "str | None"]
"""Returns the file of a module where somebody else, such as mypy, knows it; "" for no file."""


def no_file(_module: str) -> None:
    """Know no file."""


class Modules:
    """The modules that the files of a tree can import."""

    def __init__(
        self,
        disk: Disk,
        files: Sequence[str],
        packages: Sequence[str],
        file_of: FileOf = no_file,
    ) -> None:
        """Take the files of the tree, and the folders with the packages of the environment."""
        self.disk = disk
        self.packages = packages
        self.file_of = file_of
        self.files = files if isinstance(files, ProjectFiles) else project_of(files)
        self.are_libraries_read = True
        self.find_base = functools.cache(self._find_base)
        self.version_of = functools.cache(self._version_of)

    def without_libraries(self) -> "Modules":
        """Return the same without the files of libraries."""
        found = copy.copy(self)
        found.are_libraries_read = False
        return found

    def file(self, location: str) -> Source | None:
        """Return the file of a module, if it has one that is to be read."""
        if not self.are_libraries_read and self.installed_name(location) is not None:
            return None
        folder, name = os.path.split(location)
        beside = self.disk.names_in(folder)
        inside = self.disk.names_in(location) if name in beside else frozenset()
        for form in FORMS:
            last = form.lstrip(os.sep)
            if (f"{name}{form}" in beside) if form == last else (last in inside):
                source = self.disk.source(location + form)
                if source is not None:
                    return source
        return None

    def exists(self, location: str) -> bool:
        """Return whether a module or a folder for modules lies at a location."""
        folder, name = os.path.split(location)
        beside = self.disk.names_in(folder)
        return name in beside or any(f"{name}{form}" in beside for form in (PYTHON, STUB))

    def absolute(self, name: str, importer: Source) -> str | None:
        """Return the location of a module by its full name, or None if it is not found."""
        known = self.file_of(name)
        if known is not None:
            return location_of(os.path.abspath(known)) if known else None
        first, *rest = name.split(".")
        base = self.find_base(first, rest[0] if rest else "", folder_of(importer.path))
        if base is None:
            return None
        location = os.path.join(base, first, *rest)
        return location if self.exists(location) else None

    def relative(self, level: int, name: str | None, importer: Source) -> str | None:
        """Return the location of a module by its relative name."""
        folder = folder_of(importer.path)
        for _ in range(level - 1):
            folder = os.path.dirname(folder)
        location = os.path.join(folder, *(name or "").split(".")) if name else folder
        return location if self.exists(location) else None

    def _find_base(self, first: str, second: str, folder: str) -> str | None:
        """Return the folder from which an import resolves, None if that is not certain.

        Python looks where the program was started, then in the packages of the environment
        (`sys.path`). A program does not start inside a package, so in one `import redis` beside
        `redis.py` means another `redis`. But where `import core.mail` is beside `core/mail.py`, it
        surely means that file.
        """
        installed = next((each for each in self.packages if self.has(each, first)), None)
        for base in self.tree_above(folder):
            if self.resolves(base, first, second):
                is_clear = second or not (installed or first in sys.stdlib_module_names)
                return base if is_clear else None
        if first in sys.stdlib_module_names:
            return None
        if installed is not None:
            return installed
        others = [
            base
            for base in self.files.folders_with.get(first, [])
            if self.resolves(base, first, second) and not self.is_package(base)
        ]
        return others[0] if len(others) == 1 else None

    def tree_above(self, folder: str) -> Iterator[str]:
        """Yield a folder of the tree and its parents, up to the top of the project."""
        if self.installed_name(os.path.join(folder, INIT)) is None:
            top = os.path.join(self.files.top, "")
            yield from (each for each in parents(folder) if f"{each}{os.sep}".startswith(top))

    @functools.cached_property
    def search(self) -> Search:
        """What is found in the files of the tree as they are now."""
        self.files.search.renew([*map(self.disk.source, self.files)])
        return self.files.search

    def mentioning(self, *words: bytes) -> list[Source]:
        """Return the files of the tree that mention one of some words."""
        return self.search.mentioning(*words)

    def _version_of(self, distribution: str) -> tuple[int, ...]:
        """Return the version of a distribution that is installed, empty if it is not found."""
        form = re.compile(rf"{distribution}-(\d+(?:\.\d+)*)\.dist-info")
        names = (name for folder in self.packages for name in sorted(self.disk.names_in(folder)))
        found = next(filter(None, map(form.fullmatch, names)), None)
        return tuple(map(int, found[1].split("."))) if found is not None else ()

    def has(self, folder: str, name: str) -> bool:
        """Return whether a folder holds a module or package of that name."""
        names = self.disk.names_in(folder)
        return name in names or f"{name}{PYTHON}" in names or f"{name}{STUB}" in names

    def resolves(self, base: str, first: str, second: str) -> bool:
        """Return whether an import finds something below a folder where a program may start."""
        if not self.has(base, first):
            return False
        if second:
            inside = os.path.join(base, first)
            return self.has(inside, second) or self.file(inside) is not None
        return not self.is_package(base)

    def is_package(self, folder: str) -> bool:
        """Return whether a folder is surely a package."""
        return f"{INIT}{PYTHON}" in self.disk.names_in(folder)

    def installed_name(self, location: str) -> str | None:
        """Return the name of a module in the environment, None for one in the tree."""
        for folder in self.packages:
            if location.startswith(f"{folder}{os.sep}"):
                return location[len(folder) + 1 :].replace(os.sep, ".")
        return None


def location_of(file: str) -> str:
    """Return the location of the module that a file is."""
    stem = os.path.splitext(file)[0]
    return os.path.dirname(stem) if os.path.basename(stem) == INIT else stem


def folder_of(file: str) -> str:
    """Return the folder of a file."""
    return os.path.dirname(os.path.abspath(file))


@functools.cache
def parents(folder: str) -> tuple[str, ...]:
    """Return a folder and all its parents."""
    above = os.path.dirname(folder)
    return (folder, *parents(above)) if above != folder else (folder,)
