"""What a project sets for the rules, in the plugin: mypy has settings of its own for all else."""

import os
import sys
from typing import Final

from background_typed_check import NAME
from background_typed_check.settings import Settings
from background_typed_check.settings.files import BrokenSettingsError, settings_for

from background_typed_mypy import wire

BAD: Final = 2


def read_settings(*, is_telling: bool) -> Settings:
    """Return the settings for the current folder, as mypy reads its own.

    The command chooses among the findings itself, and says only which functions block.
    """
    if is_telling:
        return Settings(blocking=(*os.environ.get(wire.BLOCKING, "").split(),))
    try:
        return settings_for(os.curdir)
    except BrokenSettingsError as error:
        sys.stderr.write(f"{NAME}: {error}\n")  # mypy would print a traceback
        raise SystemExit(BAD) from None


def data_of(settings: Settings) -> str | None:
    """Return what mypy compares with what its cache was made with."""
    used = Settings(
        select=settings.select,
        ignore=settings.ignore,
        per_file_ignores=settings.per_file_ignores,
        blocking=settings.blocking,
    )
    return repr(used) if used != Settings() else None
