"""The name that mypy is to use for each file: the one by which the program itself imports it.

mypy knows packages by their `__init__.py`. It stops where two files get one name, or one file gets
two. Here the imports decide: a name starts at the folder from which most imports of it resolve.
"""

import functools
import itertools
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.modules import parents
from background_typed_check.facts.project import PYTHON, top_around
from background_typed_check.types.real_paths import real_path

# The newline costs a third of what MULTILINE costs. A docstring may match: one vote of many.
IMPORT: Final = re.compile(
    rb"\n[ \t]*(?:from[ \t]+(\.*)([A-Za-z_][\w.]*)?[ \t]+import[ \t]+\(?\s*(\w*)"
    rb"|import[ \t]+([A-Za-z_][\w., \t]*))"
)
INIT: Final = f"__init__{PYTHON}"


class Module(NamedTuple):
    """A file, and the name by which it is imported from the folder `base`."""

    file: str
    name: str
    base: str
    is_found: bool = True
    """Whether imports find it: `base` is not outside of the project, and the name is its path."""


def name_modules(files: list[str], disk: Disk, packages: Sequence[str] = ()) -> list[Module]:
    """Name each file as most imports do, or by its packages where nothing imports it.

    `packages` are the folders with the packages of the environment. A file is never named like one
    of these, unless imports show that it is meant.
    """
    return Namer(files, disk, packages).modules


class Namer:
    """Gives files their names, by the imports of all of them."""

    def __init__(self, files: list[str], disk: Disk, packages: Sequence[str]) -> None:
        """Count where each import resolves, and name the files."""
        self.disk = disk
        paths = {file: real_path(file) for file in files}
        folders = {file: os.path.dirname(path) for file, path in paths.items()}
        around = {above for folder in {*folders.values()} for above in parents(folder)}
        self.environment = [each for each in packages if each not in around]  # no editable install
        self.is_taken = functools.cache(self.find_whether_taken)
        self.best_above = functools.cache(self.find_best_above)
        self.default_base = functools.cache(self.find_default_base)
        self.packages: set[str] = set()
        """The folders that relative imports show to be packages, with `__init__.py` or without."""
        self.votes: Counter[tuple[str, str]] = Counter()
        """How many imports of a name resolve in a folder."""
        self.starts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """How many imports of the files in a folder resolve in another one."""
        imports: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for file, folder in folders.items():
            self.read_imports(file, folder, imports[folder])
        here = os.path.realpath(os.curdir)  # paths are text here: Path objects would cost more
        inside = all(here in parents(folder) for folder in imports)
        self.root = here if inside else os.path.commonpath([*imports])
        self.top = top_around(self.root)
        self.to_top = {*parents(self.top)}
        for folder, names in imports.items():
            bases = parents(folder)
            for (name, member), count in names.items():
                base = self.find_base(name, member, bases)
                if base is not None:
                    self.votes[base, name.partition(".")[0]] += count
                    if self.top in parents(base):
                        self.starts[folder][base] += count
        self.searched: set[str] = set()
        """The folders that mypy searches before the environment."""
        modules = [self.name(file, path) for file, path in paths.items()]
        self.searched |= {each.base for each in modules if each.is_found}
        self.modules = [
            each if each.is_found else self.name(each.file, paths[each.file]) for each in modules
        ]

    def read_imports(self, file: str, around: str, names: Counter[tuple[str, str]]) -> None:
        """Count the modules that a file imports, except those that can only be Python's own."""
        found = set()
        for dots, module, first, modules in {
            *IMPORT.findall(b"\n" + (self.disk.read(file) or b""))
        }:
            if dots:
                self.packages.add(parents(around)[: len(dots)][-1])
            elif module:
                found.add((module.decode(), first.decode()))
            else:
                given = modules.decode().split(",")
                found |= {(name.split()[0], "") for name in given if name.strip()}
        names.update(
            each for each in found if "." in each[0] or each[0] not in sys.stdlib_module_names
        )

    def find_base(self, name: str, member: str, bases: Sequence[str]) -> str | None:
        """Return the nearest folder where an import finds something, a package only if need be."""
        found = [each for each in bases if self.resolves(name, member, each)]
        outside = [each for each in found if each == self.root or not self.is_package(each)]
        return next(iter([*outside, *found]), None)

    def resolves(self, name: str, member: str, base: str) -> bool:
        """Return whether an import finds something below a folder where the program may start.

        A program does not start inside a package, so in one `import redis` beside `redis.py` means
        another `redis`. But where `import core.mail` is beside `core/mail.py`, it surely means
        that file. A folder without `__init__.py` has nothing but what lies in it.
        """
        first, _, rest = name.partition(".")
        if (
            base in self.to_top
            and base != self.top
            and os.path.join(base, first) not in self.to_top
        ):
            return False  # outside of the project
        here = self.disk.names_in(base)
        if first not in here and f"{first}{PYTHON}" not in here:
            return False
        second = rest.partition(".")[0]
        inside = self.disk.names_in(os.path.join(base, first))
        if self.is_taken(first) and not (second and INIT in inside):
            return False  # Python prefers a package of the environment to a folder without it
        if second:
            return second in inside or f"{second}{PYTHON}" in inside
        if base != self.root and self.is_package(base):
            return False
        if INIT in inside or f"{first}{PYTHON}" in here:
            return True
        return member in inside or f"{member}{PYTHON}" in inside

    def name(self, file: str, path: str) -> Module:
        """Name a file from the folder with the most votes for it, the nearest one in a tie."""
        around = os.path.dirname(path)
        path = path.removesuffix(PYTHON).removesuffix(f"{os.sep}__init__")
        folder, _, last = path.rpartition(os.sep)
        near, (far, base) = self.votes[folder, last], self.best_above(folder)
        if near and near >= far:
            base = folder
        elif not far:
            base = self.default_base(around)
        base, usual = self.find_free_base(path, base), base
        inside = path.removeprefix(base).lstrip(os.sep)
        # No import can mean a file with a dot in its name.
        name = inside.replace(".", "-").replace(os.sep, ".")
        is_found = base == usual or (self.top in parents(base) and "." not in inside)
        return Module(file, name, base, is_found)

    def find_best_above(self, folder: str) -> tuple[int, str]:
        """Return the parent folder with the most votes for what lies in a folder, and the votes."""
        bases = parents(folder)
        votes = [
            self.votes[above, os.path.basename(below)] for below, above in itertools.pairwise(bases)
        ]
        most = max(votes, default=0)
        return most, bases[votes.index(most) + 1] if most else folder

    def find_free_base(self, path: str, base: str) -> str:
        """Return another folder if a file would get a name that means an installed package.

        That is one inside, where the program may start, if no package is on the way; or else one
        around it: relative imports must not lead out of the name.
        """
        inside = [each for each in parents(os.path.dirname(path)) if base in parents(each)]
        ways = itertools.takewhile(
            lambda each: each == base or not self.is_package(each), reversed(inside)
        )
        around = (each for each in parents(base) if each != base)
        return next((each for each in (*ways, *around) if self.is_free(path, each)), base)

    def is_free(self, path: str, base: str) -> bool:
        """Return whether a file's name from a folder on means no installed package."""
        first = path.removeprefix(base).lstrip(os.sep).partition(os.sep)[0]
        if not self.is_taken(first) or self.votes[base, first] > 0:
            return True
        if base not in self.searched or first in sys.stdlib_module_names:
            return False
        return INIT in self.disk.names_in(os.path.join(base, first))

    def find_whether_taken(self, name: str) -> bool:
        """Return whether an import of a name finds a package of Python's or the environment's."""
        if name in sys.stdlib_module_names or name in apis.DISTRIBUTIONS:
            return True
        names_in = self.disk.names_in
        return any(
            f"{name}{PYTHON}" in names_in(each) or INIT in names_in(os.path.join(each, name))
            for each in self.environment
        )

    def find_default_base(self, folder: str) -> str:
        """Return the folder where the names of files start that nothing imports.

        It is the one where their own imports resolve, because the program has to start there.
        """
        starts = self.starts[folder]
        if starts:
            return max(starts, key=lambda base: (starts[base], len(base)))  # the nearest in a tie
        below = [each for each in parents(folder) if self.root in parents(each)]
        package = next(filter(self.is_package, below), None)
        around = parents(package) if package is not None else [self.root]
        return next(each for each in around if each != package and not self.is_package(each))

    def is_package(self, folder: str) -> bool:
        """Return whether a folder is a package, by its `__init__.py` or by relative imports."""
        return folder in self.packages or INIT in self.disk.names_in(folder)
