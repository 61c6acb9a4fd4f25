"""The folders of mypy's cache: for each group of modules and versions, and none that nobody needs.

Two runs with two versions may go on at the same time, as in tox: neither takes the other's folder.
"""

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
# Another version's folder that was used this many seconds ago may be in use.
DAY: Final = 24 * 60 * 60
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
    record = record_of(group, settings)
    folder = root / name_of(record)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in MARKS.items():
            (root / name).write_text(text, encoding="utf-8")
        (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")  # now it is the newest
    except OSError as error:
        obstacles.append(Obstacle(Cause.NO_CACHE, error.strerror or "", str(folder)))
        return os.devnull
    for each in unneeded(folder):
        remove(each)
    return str(folder)


def record_of(group: Group, settings: Settings) -> dict[str, Any]:
    """Return what a folder is made for. In a group, a name of a module means one file."""
    version = ".".join(map(str, settings.environment.version))
    return {"mypy": mypy_version, "python": version, "bases": bases_of(group, settings.cache)}


def name_of(record: dict[str, Any]) -> str:
    """Return the name of the folder that is made for something."""
    return hashlib.sha256(json.dumps(record).encode()).hexdigest()[:12]


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


def unneeded(used: Path) -> Iterator[Path]:
    """Yield the folders that nobody needs, beside the one that this run uses.

    They are those of groups that no longer exist, those of the same group that other versions have
    left, and the oldest of too many.
    """
    root, now = used.parent, when_used(used)
    records = {each.parent: read_record(each.parent) or {} for each in root.glob(f"*/{RECORD}")}
    own = records.get(used, {}).get("bases")
    newest = sorted(records, key=when_used, reverse=True)
    for number, folder in enumerate(newest):
        bases = records[folder].get("bases", [])
        is_gone = not all(os.path.isdir(root / base) for base in bases)
        is_left = bases == own and when_used(folder) < now - DAY
        if number >= MOST or is_gone or is_left:
            yield folder


def when_used(folder: Path) -> float:
    """Return when a folder was last used, in seconds."""
    with suppress(OSError):
        return (folder / RECORD).stat().st_mtime
    return 0.0


def remove(folder: Path) -> None:
    """Remove a folder. A run that uses it meanwhile goes on without it."""
    with suppress(OSError):
        (folder / RECORD).unlink()  # first, because it tells that run
    shutil.rmtree(folder, ignore_errors=True)


def is_there(folder: str) -> bool:
    """Return whether nobody has removed a folder since it was made."""
    return os.path.exists(os.path.join(folder, RECORD))
