"""What the verdicts on a module's tasks depend on, kept from one run of mypy to the next.

A rule looks into the bodies of functions in other files. mypy does not check a module again when
such a body changes, because the interface of its module stays the same. So for each module with
tasks there is a file in mypy's cache that names the files the verdicts depend on, and mypy is told
if one of them has changed (`Plugin.report_config_data`).
"""

import functools
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from background_typed_check.reading import names_in, read
from mypy.options import Options

if TYPE_CHECKING:
    from background_typed_check.facts.source import Source

FOLDER: Final = "background_typed"
# As the last part of a path, these stand for the files below that may give dependencies to
# handlers, and for all files below.
TREE: Final = f"{os.sep}**"
ALL: Final = f"{os.sep}***"
# And this stands for what the files below pass to `Depends`.
DEPENDED: Final = f"{os.sep}****"
CHANGED: Final = "the tasks of this module rest on files that have changed"


class Records:
    """The records of the modules that have tasks."""

    def __init__(self, options: Options) -> None:
        """Keep them in mypy's cache, if it has one."""
        kept = options.incremental and options.cache_dir != os.devnull
        version = ".".join(map(str, options.python_version))
        self.folder = Path(options.cache_dir, version, FOLDER) if kept else None
        self.found: dict[str, dict[str, str]] = {}
        """For each module that this run checks: the files, each with a digest."""
        self.noted: tuple[str, set[Source]] = "", set()
        """The module that is being checked, and the sources noted for it."""
        self.digests: dict[str, str] = {}

    @functools.cached_property
    def kept(self) -> frozenset[str]:
        """The names of the records of earlier runs. To look for each on its own would be slow."""
        return names_in(str(self.folder)) if self.folder is not None else frozenset()

    def changed(self, module: str) -> str | None:
        """Return what to tell mypy if the verdicts on a module may no longer hold.

        The record itself stays, so if mypy is stopped now, the next run is told the same.
        """
        file = self.earlier(module)
        if file is None:
            return None
        try:
            record = json.loads(file.read_bytes())
            holds = all(self.digest(path) == digest for path, digest in record.items())
        except (OSError, ValueError, AttributeError):
            return CHANGED  # a damaged record, or one about a file that is gone
        return None if holds else CHANGED

    def forget(self, module: str) -> None:
        """Delete the record of a module that is checked now, unless this run wrote it."""
        file = self.earlier(module)
        if file is not None and module not in self.found:
            file.unlink(missing_ok=True)

    def add(self, module: str, path: str, sources: Iterable["Source"]) -> None:
        """Note what the verdict on a module's task depends on, besides the module's own file."""
        if self.noted[0] != module:
            self.noted = module, set()
        if self.noted[1].issuperset(sources):
            return
        self.noted[1].update(sources)
        file = self.file(module)
        if file is None:
            return
        known, path = self.found.setdefault(module, {}), os.path.abspath(path)
        new = {each for each in sources if each.path not in known and each.path != path}
        if new:
            known.update((each.path, each.digest) for each in new)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(known, sort_keys=True), encoding="utf-8")

    def earlier(self, module: str) -> Path | None:
        """Return the path of a module's record if an earlier run has written one."""
        return self.file(module) if f"{module}.json" in self.kept else None

    def file(self, module: str) -> Path | None:
        """Return the path of a module's record, None if mypy has no cache."""
        return self.folder / f"{module}.json" if self.folder is not None else None

    def files(self) -> set[str]:
        """Return the files that all verdicts in the cache depend on."""
        kept = self.folder.glob("*.json") if self.folder is not None else ()
        return {path for each in kept for path in json.loads(each.read_bytes())}

    def digest(self, path: str) -> str:
        """Return the digest of a file as it is now, or of a whole tree."""
        if path not in self.digests:
            if path.endswith((TREE, ALL, DEPENDED)):
                from background_typed_mypy.tree import digest_of_tree

                self.digests[path] = digest_of_tree(path, read)
            else:
                data = read(path)
                self.digests[path] = hashlib.sha256(data).hexdigest() if data is not None else ""
        return self.digests[path]
