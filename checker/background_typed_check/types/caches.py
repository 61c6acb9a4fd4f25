"""The folders of mypy's cache: one for each group of modules, and none that nobody needs."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from mypy.version import __version__ as mypy_version

from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.types.grouping import Group
from background_typed_check.types.settings import Settings

# Whoever checks one path after another needs a folder for each.
MOST: Final = 20
RECORD: Final = "group.json"
# What says to tools for backups and to Git that nothing here is worth keeping.
MARKS: Final = {
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This is a cache of background-typed. See https://bford.info/cachedir/\n",
    ".gitignore": "*\n",
}


def cache_of(group: Group, settings: Settings, obstacles: list[Obstacle]) -> str:
    """Make the folder for a group, or do without if that is not possible."""
    root = Path(settings.cache)
    if Path(os.devnull) in (root, *root.parents):
        return os.devnull
    folder = root / name_of(group, settings.cache)
    version = ".".join(map(str, settings.environment.version))
    record = {"mypy": mypy_version, "python": version, "bases": bases_of(group, settings.cache)}
    try:
        if read_record(folder) not in (None, record):
            remove(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in MARKS.items():
            (root / name).write_text(text, encoding="utf-8")
        (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")  # now it is the newest
    except OSError as error:
        obstacles.append(Obstacle(Cause.NO_CACHE, error.strerror or "", str(folder)))
        return os.devnull
    for each in unneeded(root):
        remove(each)
    return str(folder)


def name_of(group: Group, root: str) -> str:
    """Return the name of a group's folder. In a group, a name of a module means one file."""
    bases = "\n".join(bases_of(group, root))
    return hashlib.sha256(bases.encode(errors="surrogateescape")).hexdigest()[:12]


def bases_of(group: Group, root: str) -> list[str]:
    """Return where the names of a group's modules start, as seen from the cache."""
    here = os.path.realpath(root)
    return sorted(os.path.relpath(base, here) for base in {each.base for each in group.modules})


def read_record(folder: Path) -> dict[str, Any] | None:
    """Return what a folder was made for, None if that is not known."""
    with suppress(OSError, ValueError):
        record = json.loads((folder / RECORD).read_bytes())
        return record if isinstance(record, dict) else None
    return None


def unneeded(root: Path) -> Iterator[Path]:
    """Yield the folders of groups that no longer exist, and the oldest of too many."""
    records = {each.parent: read_record(each.parent) for each in root.glob(f"*/{RECORD}")}
    newest = sorted(records, key=when_used, reverse=True)
    for number, folder in enumerate(newest):
        bases = (records[folder] or {}).get("bases", [])
        if number >= MOST or not all(os.path.isdir(root / base) for base in bases):
            yield folder


def when_used(folder: Path) -> float:
    """Return when a folder was last used, in seconds."""
    with suppress(OSError):
        return (folder / RECORD).stat().st_mtime
    return 0.0


def remove(folder: Path) -> None:
    """Remove a folder. A run that uses it meanwhile goes on without it."""
    shutil.rmtree(folder, ignore_errors=True)
