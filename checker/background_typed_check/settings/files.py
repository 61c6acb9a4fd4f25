"""Which file has the settings of a project: the nearest one above what is checked."""

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from background_typed_check import NAME
from background_typed_check.settings import Settings
from background_typed_check.settings.keys import take

OWN: Final = f"{NAME}.toml"
SHARED: Final = "pyproject.toml"
TOOL: Final = "tool"


class BrokenSettingsError(Exception):
    """A file with settings that cannot be used. The message is one line."""

    def __init__(self, file: str, what: str) -> None:
        """Take the file, and what is wrong with it."""
        super().__init__(f"{shown(file)}{what}")


def settings_for(path: str) -> Settings:
    """Return the settings for what is checked.

    Raises:
        BrokenSettingsError: If the file that has them, or may have them, cannot be used.

    """
    for file in places_for(path):
        table = table_in(file)
        if table is not None:
            try:
                return take(table, os.path.dirname(file))._replace(file=file)
            except ValueError as error:
                raise BrokenSettingsError(file, f": {error}") from None
    return Settings()


def places_for(path: str) -> Iterator[str]:
    """Yield the files that may have the settings for a file or folder, the nearest first."""
    full = os.path.abspath(path)
    around = [*map(str, Path(full).parents)]
    for folder in [full, *around] if os.path.isdir(full) else around:
        yield os.path.join(folder, OWN)
        yield os.path.join(folder, SHARED)


def table_in(file: str) -> dict[str, Any] | None:
    """Return the settings in a file, None if it has none."""
    table: Any
    try:
        data = Path(file).read_bytes() if os.path.isfile(file) else None
    except OSError as error:
        raise BrokenSettingsError(file, f" cannot be read: {error.strerror}") from None
    if data is None:
        return None
    try:
        table = parse_toml(data.decode())
    except ValueError as error:  # also for what is not UTF-8
        why = " ".join(str(error).split())
        raise BrokenSettingsError(file, f" cannot be parsed: {why}") from None
    if os.path.basename(file) == SHARED:
        tools = table.get(TOOL)
        table = tools.get(NAME) if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise BrokenSettingsError(file, f': "{TOOL}.{NAME}" is not a table')
    return table


def parse_toml(text: str) -> dict[str, Any]:
    """Return what TOML says, or raise `ValueError`."""
    # It takes long to import, and some projects have no such file. For Python 3.10 it is a package.
    parser = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    found: dict[str, Any] = parser.loads(text)
    return found


def shown(file: str) -> str:
    """Return the path of a file, from the current folder if it is inside."""
    return file.removeprefix(os.path.join(os.getcwd(), ""))
