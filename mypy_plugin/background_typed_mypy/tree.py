"""The files around a module that mypy checks, which may say more about its tasks."""

import functools
import hashlib
import os

from background_typed_check.apis import INCLUDING
from background_typed_check.facts.disk import read
from background_typed_check.facts.injection import may_pass_dependencies
from background_typed_check.facts.project import files_below, top_around
from background_typed_check.facts.source import Source
from typing_extensions import override

from background_typed_mypy.records import ALL, TREE


class Tree(Source):
    """Stands for the files below a folder that may say what FastAPI passes to handlers."""

    mark = TREE

    def __init__(self, top: str) -> None:
        """Take the folder."""
        super().__init__(f"{top}{self.mark}", b"")
        self.top = top

    def telling(self) -> list[str]:
        """Return the files that may say so after an edit."""
        found = [(each, read(each) or b"") for each in files_below(self.top)]
        return [each for each, data in found if any(word in data for word in INCLUDING)]

    @functools.cached_property
    def digest(self) -> str:
        """A hash of these files."""
        return digest_of_tree(self.path)


class AllFiles(Tree):
    """Stands for all files below a folder."""

    mark = ALL

    @override
    def telling(self) -> list[str]:
        return files_below(self.top)


def top_of(path: str, module: str) -> str:
    """Return the top folder of a module's project."""
    folder = os.path.dirname(path)
    names = module.split(".")
    inside = len(names) if os.path.basename(path).startswith("__init__.") else len(names) - 1
    for _ in range(inside):
        folder = os.path.dirname(folder)
    return top_around(folder)


def digest_of_tree(path: str) -> str:
    """Return a hash of the files that the path of a tree stands for."""
    digest = hashlib.sha256()
    for file in files_below(os.path.dirname(path)):
        data = read(file) or b""
        if path.endswith(ALL) or may_pass_dependencies(data):
            digest.update(file.encode(errors="surrogateescape") + b"\0" + data)
    return digest.hexdigest()
