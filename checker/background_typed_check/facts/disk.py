"""The files and folders on disk, each read once."""

import os
from collections.abc import Iterator

from background_typed_check.facts.source import Source
from background_typed_check.reading import names_in, names_of, read


class Disk:
    """Reads files and folders, and keeps what may be needed again."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self.texts: dict[str, bytes] = {}
        """The texts to use in place of files on disk, by their absolute paths."""
        self.names: dict[str, frozenset[str]] = {}
        self.sources: dict[str, Source | None] = {}

    def put(self, path: str, text: bytes) -> None:
        """Use a text as the content of a file. Call it before the file is first read."""
        self.texts[os.path.abspath(path)] = text

    def read(self, path: str) -> bytes | None:
        """Return what is in a file, or None if it cannot be read."""
        # Not kept: most files are looked at once, and turn out not to matter.
        return self.texts[os.path.abspath(path)] if self.has_text(path) else read(path)

    def has_text(self, path: str) -> bool:
        """Return whether a text is used in place of a file on disk."""
        return bool(self.texts) and os.path.abspath(path) in self.texts

    def names_in(self, folder: str) -> frozenset[str]:
        """Return what lies in a folder, nothing for what is not a folder."""
        found = self.names.get(folder)
        if found is None:
            found = self.names[folder] = names_in(folder) | names_of(self.texts, folder)
        return found

    def source(self, path: str) -> Source | None:
        """Return a file, or None if it does not exist or cannot be read.

        A file is one source under all its names: it keeps the path by which it was first asked for.
        """
        full = os.path.abspath(path)
        if full not in self.sources:
            data = self.read(path)
            self.sources[full] = None if data is None else Source(path, data)
        return self.sources[full]

    def unparsable(self) -> Iterator[Source]:
        """Yield the files whose syntax was asked for, and that the running Python cannot parse."""
        for source in filter(None, self.sources.values()):
            # To parse the others would cost time.
            if isinstance(vars(source).get("parsed"), Exception):
                yield source
