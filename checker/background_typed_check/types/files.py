"""The files as mypy sees them: with exact times, and with texts that are not saved."""

import hashlib
import os
import stat

from mypy.fscache import FileSystemCache
from mypy.util import hash_digest
from typing_extensions import override

from background_typed_check.reading import UNSAVED, names_of


class FilesOfMypy(FileSystemCache):
    """Tells mypy when a file was saved, in nanoseconds, and what is in it now.

    mypy compares whole seconds (`mypy.build.validate_meta`). Of two edits in one of them, it would
    miss the last if the file stays as long as it was. A text that is not saved has a time of its
    own, made from the text.
    """

    @override
    def stat_or_none(self, path: str) -> os.stat_result | None:
        text = UNSAVED.get(path)
        if text is not None:
            fields = (stat.S_IFREG, 0, 0, 1, 0, 0, len(text), 0, 0, 0)
            return os.stat_result(fields, {"st_mtime": time_of(text)})
        found = super().stat_or_none(path)
        if found is None:
            return None
        return os.stat_result(found[:10], {"st_mtime": found.st_mtime_ns})

    @override
    def listdir(self, path: str) -> list[str]:
        found = super().listdir(path)
        return [*found, *(each for each in names_of(UNSAVED, path) if each not in found)]

    @override
    def exists(self, path: str, real_only: bool = False) -> bool:
        # mypy's parser reads by itself what is really there (`mypy.build.State.requires_read`).
        # There is nothing else unreal without `--package-root`.
        return not (real_only and path in UNSAVED) and super().exists(path)

    @override
    def read(self, path: str) -> bytes:
        text = UNSAVED.get(path)
        if text is None:
            return super().read(path)
        self.hash_cache[path] = hash_digest(text)
        return text


def time_of(text: bytes) -> int:
    """Return a time that no other text has."""
    return int.from_bytes(hashlib.sha256(text).digest()[:6], "big")
