"""The settings that mypy runs with, including those that the report needs."""

import configparser
import contextlib
import io
import os
import re
import sys
from pathlib import Path
from typing import Final, NamedTuple

from background_typed_mypy import wire
from mypy.config_parser import parse_config_file
from mypy.defaults import PYTHON3_VERSION_MIN
from mypy.main import process_options
from mypy.options import Options

from background_typed_check.environment import Environment
from background_typed_check.reasons import Cause, NothingCheckedError, Obstacle
from background_typed_check.settings.files import parse_toml

PLUGIN: Final = "background_typed_mypy"
OWN_SETTINGS: Final = str(Path(__file__).with_name("mypy.ini"))
# Without these nothing tells which tasks mypy sees.
LISTING: Final = ("--output=json", f"--enable-error-code={wire.CODE}", "--soft-error-limit=-1")
# These apply with any settings: without them something would be missing from the report.
FLAGS: Final = (
    *LISTING,
    "--check-untyped-defs",
    "--follow-imports=silent",  # report nothing about files that were not asked for
)


class Settings(NamedTuple):
    """What mypy runs with."""

    environment: Environment
    cache: str
    config: str | None = None
    """The user's own settings for mypy, if they are to be used."""
    flags: tuple[str, ...] = FLAGS
    workers: int | None = None
    """How many more processes mypy uses, None for as many as help."""
    blocking: tuple[str, ...] = ()
    """The functions that the user adds to those that block."""


def make_options(
    settings: Settings, cache: str, bases: list[str], skipped: set[str], obstacles: list[Obstacle]
) -> Options:
    """Have mypy read its settings, and add those that it has no flags for."""
    python, version, _ = settings.environment
    arguments = [
        *settings.flags,
        f"--config-file={settings.config or OWN_SETTINGS}",
        f"--cache-dir={os.path.abspath(cache)}",
        f"--python-executable={python}",
        __file__,  # mypy requires a target: the modules are given later, to the build
    ]
    options = read_options(arguments, obstacles)
    if not has_plugin(options.plugins):
        options.plugins.append(PLUGIN)
    if settings.config is None or options.python_version == sys.version_info[:2]:
        options.python_version = max(version, PYTHON3_VERSION_MIN)
    options.mypy_path = [*map(os.path.abspath, options.mypy_path), *bases]
    for name in skipped:
        options.per_module_options.setdefault(name, {})["follow_imports"] = "skip"
    options.show_absolute_path = False
    options.report_dirs.clear()
    options.show_traceback = True  # its last line says why mypy crashes
    return options


def has_plugin(plugins: list[str]) -> bool:
    """Return whether settings name the plugin, with or without its entry point."""
    return any(name.partition(":")[0] == PLUGIN for name in plugins)


def read_options(arguments: list[str], obstacles: list[Obstacle]) -> Options:
    """Have mypy read its settings, and add to `obstacles` what it says about them."""
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            _, options = process_options(arguments, stdout=output, stderr=output)
    except SystemExit:
        raise NothingCheckedError(output.getvalue().strip().rpartition("\n")[2]) from None
    said = [Obstacle(Cause.SETTINGS, line) for line in join_lines(output.getvalue())]
    obstacles += [each for each in said if each not in obstacles]
    return options


def join_lines(text: str) -> list[str]:
    """Return messages as one line each: only the first line of configparser's names the file."""
    file = re.escape(text.partition(":")[0])
    messages = re.split(rf"\n(?={file}:)", text.strip()) if text.strip() else []
    return [" ".join(message.split()) for message in messages]


def refuse_broken(config: str) -> None:
    """Refuse a file that cannot be parsed. mypy itself would go on without it.

    Raises:
        NothingCheckedError: If the file is neither TOML nor INI, as its name says.

    """
    try:
        text = Path(config).read_text(encoding="utf-8")
        if config.lower().endswith(".toml"):
            parse_toml(text)
        else:
            configparser.RawConfigParser().read_string(text, config)
    except (OSError, ValueError, configparser.Error) as error:  # a TOML error is a ValueError
        message = f"--config-file: {config} cannot be read: {' '.join(str(error).split())}"
        raise NothingCheckedError(message) from None


def parse_settings(config: str | None) -> Options:
    """Return what a file sets, or else the one that mypy finds. Without one, it names none."""
    options = Options()
    parse_config_file(options, lambda: None, config, io.StringIO(), io.StringIO())
    return options


def read_settings(config: str | None, obstacles: list[Obstacle]) -> Options:
    """Have mypy read the file that it would read here, or the one that the user names."""
    named = [] if config is None else [f"--config-file={config}"]
    return read_options([*named, __file__], obstacles)
