"""The files around a module that mypy checks, which may say more about its tasks."""

import functools
import hashlib
import os
from collections.abc import Callable
from typing import TypeAlias

from background_typed_check.apis import INCLUDING
from background_typed_check.facts.dependencies import PASSING
from background_typed_check.facts.injection import may_pass_dependencies
from background_typed_check.facts.project import files_below, top_around
from background_typed_check.facts.source import Source
from typing_extensions import override

from background_typed_mypy.records import ALL, DEPENDED, TREE

Read: TypeAlias = Callable[[str], bytes | None]
"""Returns what is in a file, None if it cannot be read."""


class Tree(Source):
    """Stands for the files below a folder that may say what FastAPI passes to handlers."""

    mark = TREE

    def __init__(self, top: str, read: Read) -> None:
        """Take the folder, and what reads files."""
        super().__init__(f"{top}{self.mark}", b"")
        self.top = top
        self.read_file = read

    def telling(self) -> list[str]:
        """Return the files that may say so after an edit."""
        found = [(each, self.read_file(each) or b"") for each in files_below(self.top)]
        return [each for each, data in found if any(word in data for word in INCLUDING)]

    @functools.cached_property
    def digest(self) -> str:
        """A hash of these files."""
        return digest_of_tree(self.path, self.read_file)


class AllFiles(Tree):
    """Stands for all files below a folder."""

    mark = ALL

    @override
    def telling(self) -> list[str]:
        return files_below(self.top)


class Depended(Tree):
    """Stands for what all files below a folder pass to `Depends`."""

    mark = DEPENDED

    @functools.cached_property
    def passed(self) -> dict[str, list[bytes]]:
        """The names that are passed, by the files that do so."""
        return passed_below(self.top, self.read_file)

    @functools.cached_property
    def words(self) -> frozenset[bytes]:
        """The parts of these names."""
        return parts_of(self.passed)

    @override
    def telling(self) -> list[str]:
        return [*self.passed]


def passed_below(top: str, read: Read) -> dict[str, list[bytes]]:
    """Return the names that files below a folder pass to `Depends`, by these files."""
    found = {each: PASSING.findall(read(each) or b"") for each in files_below(top)}
    return {file: words for file, words in found.items() if words}


def parts_of(passed: dict[str, list[bytes]]) -> frozenset[bytes]:
    """Return the parts of dotted names."""
    return frozenset(
        part for words in passed.values() for each in words for part in each.split(b".")
    )


def top_of(path: str, module: str) -> str:
    """Return the top folder of a module's project."""
    folder = os.path.dirname(path)
    names = module.split(".")
    inside = len(names) if os.path.basename(path).startswith("__init__.") else len(names) - 1
    for _ in range(inside):
        folder = os.path.dirname(folder)
    return top_around(folder)


def digest_of_tree(path: str, read: Read) -> str:
    """Return a hash of the files that the path of a tree stands for."""
    digest = hashlib.sha256()
    if path.endswith(DEPENDED):
        words = parts_of(passed_below(os.path.dirname(path), read))
        return hashlib.sha256(b" ".join(sorted(words))).hexdigest()
    for file in files_below(os.path.dirname(path)):
        data = read(file) or b""
        if path.endswith(ALL) or may_pass_dependencies(data):
            digest.update(file.encode(errors="surrogateescape") + b"\0" + data)
    return digest.hexdigest()
