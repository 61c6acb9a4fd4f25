"""The settings in force: those of the project, with what the command line says in their place."""

import argparse
import json
import os
from collections.abc import Iterator
from typing import Any, Final

from background_typed_check.command.options import STDIN
from background_typed_check.command.together import conflict_of_format
from background_typed_check.settings import PerFile, Settings
from background_typed_check.settings.files import (
    BrokenSettingsError,
    places_for,
    settings_for,
    shown,
)
from background_typed_check.settings.keys import KEYS
from background_typed_check.settings.patterns import Pattern
from background_typed_check.unused_ignores import UNUSED

PER_FILE: Final = "per-file-ignores"


def settings_in_force(args: argparse.Namespace) -> Settings:
    """Return the settings for a run. What replaces what is as in ruff.

    Raises:
        BrokenSettingsError: If those of the project cannot be used.

    """
    found = Settings() if args.no_config else settings_for(start_of(args))
    if args.select is not None:
        found = found._replace(select=tuple(args.select), ignore=())
    if args.warn_unused and found.select is not None:
        found = found._replace(select=(*found.select, UNUSED))
    named: dict[str, Any] = {
        "exclude": args.exclude and (*args.exclude,),
        "per_file_ignores": args.per_file_ignores and (*args.per_file_ignores,),
        "fix": args.fix,
        "unsafe_fixes": args.unsafe_fixes,
        "output_format": args.format,
        "python": args.python,
        "workers": args.workers,
    }
    replaced = {key: value for key, value in named.items() if value is not None}
    more = (*found.extend_exclude, *(args.extend_exclude or ()))
    ignored = (*found.ignore, *(args.ignore or ()))
    return found._replace(ignore=ignored, extend_exclude=more, **replaced)


def completed(args: argparse.Namespace, settings: Settings) -> argparse.Namespace:
    """Return what the user asks for, with what the settings in force say of it.

    Raises:
        BrokenSettingsError: If the format that they name cannot be used.

    """
    asks_more = args.list or args.doctor or args.diff or args.add_ignores
    form = "text" if args.doctor or args.add_ignores else settings.output_format
    wrong = conflict_of_format(form, "output-format", args)
    if wrong is not None:
        raise BrokenSettingsError(settings.file or "", f": {wrong}")
    own = {"format": form, "fix": settings.fix and not asks_more}
    return argparse.Namespace(**vars(args) | own | {"unsafe_fixes": settings.unsafe_fixes})


def files_for(args: argparse.Namespace) -> list[str]:
    """Return the files that may have settings, whether they exist or not."""
    return [] if args.no_config else [*places_for(start_of(args))]


def start_of(args: argparse.Namespace) -> str:
    """Return where to look for settings: one file is enough for a run."""
    first = args.paths[0] if args.paths else os.curdir
    return first if first != STDIN else args.stdin_filename or os.curdir


def origin_of(key: str, args: argparse.Namespace, settings: Settings) -> str:
    """Return what the user calls the place of a setting that is in force."""
    is_named = settings.file is None or getattr(args, key) is not None
    return f"--{key}" if is_named else f"{shown(settings.file or '')}: {key}"


def show_settings(settings: Settings) -> Iterator[str]:
    """Yield the settings in force as TOML, and the file that they come from."""
    yield f"# {shown(settings.file) if settings.file is not None else 'no file has settings'}"
    for key in KEYS:
        value = getattr(settings, key.replace("-", "_"))
        shows = show_per_file if key == PER_FILE else toml_of
        yield f"{key} = {shows(value)}" if value is not None else f"# {key} is not set"


def show_per_file(value: PerFile) -> str:
    """Return patterns with their codes as TOML has them."""
    codes: dict[str, list[str]] = {}
    for pattern, more in value:
        codes.setdefault(pattern.text, []).extend(more)
    rows = (f"{toml_of(text)} = {toml_of((*each,))}" for text, each in codes.items())
    return f"{{{', '.join(rows)}}}"


def toml_of(value: Any) -> str:  # noqa: ANN401  # whatever a setting is
    """Return a setting as TOML has it."""
    if isinstance(value, Pattern):
        return toml_of(value.text)
    return f"[{', '.join(map(toml_of, value))}]" if isinstance(value, tuple) else json.dumps(value)
