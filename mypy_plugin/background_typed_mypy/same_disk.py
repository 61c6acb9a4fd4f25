"""The files on disk as one run of mypy sees them."""

import os
from typing import Final

from background_typed_check.facts.disk import Disk
from background_typed_check.facts.source import Source
from typing_extensions import override


class SameDisk(Disk):
    """Reads everything anew, but keeps the source of a file that has not changed."""

    def __init__(self, before: Disk | None) -> None:
        """Take the disk of the previous run."""
        super().__init__()
        self.before: Final = before.sources if before is not None else {}
        self.found: Final[dict[str, bytes | None]] = {}
        """What is in the files: many rules search all texts, and mypy's trees take much more."""

    @override
    def read(self, path: str) -> bytes | None:
        if path not in self.found:
            self.found[path] = super().read(path)
        return self.found[path]

    @override
    def source(self, path: str) -> Source | None:
        full = os.path.abspath(path)
        known = self.before.get(full)
        if full not in self.sources and known is not None and known.data == self.read(path):
            self.sources[full] = known
        return super().source(path)
