"""The settings, by their keys, and what each may be."""

import json
import os
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from background_typed_check.settings import PerFile, Settings
from background_typed_check.settings.codes import refuse_code
from background_typed_check.settings.patterns import Pattern, expressions_of
from background_typed_check.spelling import advise

FULL_NAME: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
# As in `command/output/formats.py`, which is slow to import.
FORMATS: Final = (
    "text",
    "concise",
    "grouped",
    "json",
    "github",
    "gitlab",
    "azure",
    "sarif",
    "junit",
    "rdjson",
)
Taken: TypeAlias = Callable[[Any, str], Any]
"""Returns what a setting of a file in some folder stands for."""


def take(table: dict[str, Any], folder: str) -> Settings:
    """Return settings as they are used.

    Raises:
        ValueError: If one of them does not exist, or cannot be what it is. The message is one line.

    """
    found = Settings()
    for key, value in table.items():
        if key not in KEYS:
            message = f'"{key}" is not a setting: {advise(key, KEYS)}'
            raise ValueError(message)
        try:
            taken = KEYS[key](value, folder)
        except ValueError as error:
            message = f"{key}: {error}"
            raise ValueError(message) from None
        found = found._replace(**{key.replace("-", "_"): taken})
    return found


def refuse(value: object, what: str) -> None:
    """Refuse a value, and say what is allowed.

    Raises:
        ValueError: Always.

    """
    message = f"{json.dumps(value, default=str, ensure_ascii=False)} is not {what}"
    raise ValueError(message)


def take_texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401  # whatever TOML has
    """Return a list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        refuse(value, 'a list of texts: ["...", "..."]')
    return tuple(value)


def take_codes(value: Any, _folder: str) -> tuple[str, ...]:  # noqa: ANN401  # whatever TOML has
    """Return a list of codes."""
    codes = take_texts(value)
    for each in codes:
        refuse_code(each)
    return codes


def take_pattern(text: str, folder: str) -> Pattern:
    """Return a pattern that can be used."""
    pattern = Pattern(text, folder)
    try:
        expressions_of(pattern)
    except ValueError as error:
        refuse(text, f"a pattern: {error}")
    return pattern


def take_patterns(value: Any, folder: str) -> tuple[Pattern, ...]:  # noqa: ANN401  # whatever TOML has
    """Return a list of patterns."""
    return tuple(take_pattern(each, folder) for each in take_texts(value))


def take_per_file(value: Any, folder: str) -> PerFile:  # noqa: ANN401  # whatever TOML has
    """Return patterns with the codes that do not count in their files."""
    if not isinstance(value, dict):
        refuse(value, 'a table of patterns and codes: {"tests/*" = ["...", "..."]}')
    return tuple(
        (take_pattern(each, folder), take_codes(codes, folder)) for each, codes in value.items()
    )


def take_python(value: Any, folder: str) -> str:  # noqa: ANN401  # whatever TOML has
    """Return the environment that a project names, from its folder or by the name of a command."""
    if not isinstance(value, str):
        refuse(value, 'the path of an environment, such as ".venv"')
    path = os.path.join(folder, value)
    return path if os.path.exists(path) else str(value)


def take_yes_or_no(value: Any, _folder: str) -> bool:  # noqa: ANN401  # whatever TOML has
    """Return whether something is wanted."""
    if not isinstance(value, bool):
        refuse(value, "true or false")
    return bool(value)


def take_format(value: Any, _folder: str) -> str:  # noqa: ANN401  # whatever TOML has
    """Return the name of a format."""
    return refuse_format(value) if isinstance(value, str) else refuse_format(json.dumps(value))


def refuse_format(name: str) -> str:
    """Return the name of a format.

    Raises:
        ValueError: If there is no such format.

    """
    if name not in FORMATS:
        message = f'"{name}" is not a format: {advise(name, FORMATS)}'
        raise ValueError(message)
    return name


def take_workers(value: Any, _folder: str) -> int:  # noqa: ANN401  # whatever TOML has
    """Return a number of processes."""
    if type(value) is not int or value < 0:
        refuse(value, "a number of processes: 0, 1, 2, ...")
    return int(value)


def take_names(value: Any, _folder: str) -> tuple[str, ...]:  # noqa: ANN401  # whatever TOML has
    """Return full names of functions."""
    names = take_texts(value)
    for each in names:
        if FULL_NAME.fullmatch(each) is None:
            refuse(each, 'the full name of a function, such as "package.module.function"')
    return names


KEYS: Final[dict[str, Taken]] = {
    "exclude": take_patterns,
    "extend-exclude": take_patterns,
    "select": take_codes,
    "ignore": take_codes,
    "per-file-ignores": take_per_file,
    "fix": take_yes_or_no,
    "unsafe-fixes": take_yes_or_no,
    "output-format": take_format,
    "python": take_python,
    "workers": take_workers,
    "blocking": take_names,
}
