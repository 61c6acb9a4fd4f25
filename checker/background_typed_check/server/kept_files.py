"""Files that stay parsed from one check to the next, as long as they have not changed."""

import os
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from background_typed_check.command.watched import State, state_of
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.source import Source
from background_typed_check.reading import read

Stamp: TypeAlias = "State | bytes"
"""From which an edit can be told: the state of a file, or the text of an open one."""

Kept: TypeAlias = "tuple[Stamp, Source | None]"
"""A file as it was last seen, None if it could not be read."""


class KeptFiles:
    """The files that were read, each as it was last seen."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self.known: dict[str, Kept] = {}
        self.old: dict[str, Kept] = {}
        """Those that nothing has asked for lately: they are forgotten next."""

    def age(self) -> None:
        """Forget what nothing has asked for since this was last done."""
        if self.known:
            end(self.old[each] for each in self.old.keys() - self.known.keys())
            self.known, self.old = {}, self.known

    def clear(self) -> None:
        """Forget all."""
        end([*self.known.values(), *self.old.values()])
        self.known, self.old = {}, {}

    def source(self, path: str, full: str, text: bytes | None) -> Source | None:
        """Return a file, or None if it cannot be read. A text stands for what is on disk.

        Args:
            path: By what path it is asked for.
            full: Its absolute path.
            text: The text.

        """
        stamp = state_of(full) if text is None else text
        known = self.known.get(full) or self.old.get(full)
        if known is not None and known[0] == stamp:
            self.known[full] = known
            return known[1]
        end([known] if known is not None else [])
        data = read(full) if text is None else text
        source = None if data is None else Source(path, data)
        self.known[full] = stamp, source
        return source


def end(dropped: Iterable[Kept]) -> None:
    """Free what is known of files that are forgotten."""
    for source in filter(None, (each for _, each in dropped)):
        source.end()


class KeptDisk(Disk):
    """What one check sees of the files: each once, and the texts of open ones."""

    def __init__(self, kept: KeptFiles, texts: Mapping[str, bytes]) -> None:
        """Take what is kept, and the texts by their absolute paths."""
        super().__init__()
        self.kept = kept
        self.texts.update(texts)

    def read(self, path: str) -> bytes | None:
        """Return what is in a file, or None if it cannot be read."""
        source = self.source(path)
        return None if source is None else source.data

    def source(self, path: str) -> Source | None:
        """Return a file, or None if it does not exist or cannot be read."""
        full = os.path.abspath(path)
        if full not in self.sources:
            self.sources[full] = self.kept.source(path, full, self.texts.get(full))
        return self.sources[full]
