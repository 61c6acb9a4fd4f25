"""What the user sets in the editor: it comes before what the project sets."""

import json
import os
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from background_typed_check.settings import Settings
from background_typed_check.settings.keys import KEYS, Taken, take_yes_or_no
from background_typed_check.spelling import advise

SECTION: Final = "backgroundTyped"
PYTHON_SECTION: Final = "python"
# Settings of the server alone, which are off by default.
FLAGS: Final = ("types", "inlay-hints")
# Settings for a run of the command, which would do nothing here.
OF_COMMAND: Final = frozenset({"fix", "unsafe-fixes", "output-format"})
# What extensions of editors have in the section for themselves.
OF_CLIENTS: Final = frozenset({"path", "trace"})
CAPITAL: Final = re.compile(r"(?=[A-Z])")
# How Python extensions name an environment. The last two go together.
INTERPRETERS: Final = ("pythonPath", "defaultInterpreterPath")
VENVS: Final = ("venvPath", "venv")
# What they have where the user has named none, and what editors let stand for the folder. Others of
# their variables are known to them alone.
DEFAULT: Final = "python"
FOLDER: Final = "${workspaceFolder}"
VARIABLE: Final = "${"


class Wanted(NamedTuple):
    """What the user wants in a folder."""

    given: dict[str, Any] = {}  # noqa: RUF012  # nothing changes it
    """What replaces the settings of the project, by their fields."""
    pythons: tuple[str, ...] = ()
    """What the editor's own Python settings name: the first that is there counts.

    It may come and go. It counts only if the project names no environment.
    """
    types: bool = False
    inlay_hints: bool = False

    def over(self, settings: Settings) -> Settings:
        """Return the settings of the project with those of the user in their place."""
        found = settings._replace(**self.given)
        if found.python is not None:
            return found
        return found._replace(python=next(filter(os.path.exists, self.pythons), None))


def take_wanted(
    options: Any,  # noqa: ANN401  # whatever the client sends
    python: Any,  # noqa: ANN401  # whatever the client sends
    folder: str,
    complain: Callable[[str], None],
) -> Wanted:
    """Return what the client says that the user wants, and complain of what cannot be used.

    Args:
        options: The section of this server: our settings by their keys, also in camel case.
        python: The section of Python extensions.
        folder: The folder that relative paths start from.
        complain: Is given one line for each setting that cannot be used.

    """
    pythons = [*environments_in(python)]
    paths = (os.path.join(folder, each.replace(FOLDER, folder)) for each in pythons)
    found = Wanted({}, tuple(paths))
    if not any(map(os.path.exists, found.pythons)):
        for each in pythons[:1]:
            complain(f'{PYTHON_SECTION}: "{each}" does not exist')
    if options is not None and not isinstance(options, dict):
        complain(f"{SECTION}: {json.dumps(options, default=str)} is not an object with settings")
    ours = {key: take for key, take in KEYS.items() if key not in OF_COMMAND}
    known: dict[str, Taken] = {**dict.fromkeys(FLAGS, take_yes_or_no), **ours}
    for name, value in options.items() if isinstance(options, dict) else ():
        key = CAPITAL.sub("-", name).lower()
        if value is None or name in OF_CLIENTS:
            continue
        if key not in known:
            complain(why_unknown(name, key, [*map(as_in_editors, known)]))
            continue
        try:
            taken = known[key](value, folder)
        except ValueError as error:
            complain(f"{SECTION}.{name}: {error}")
            continue
        field = key.replace("-", "_")
        if key in FLAGS:
            found = found._replace(**{field: taken})
        else:
            found.given[field] = taken
    return found


def why_unknown(name: str, key: str, names: list[str]) -> str:
    """Return why a setting is not one of the server's, of which some names are given."""
    if key in OF_COMMAND:
        return f'"{SECTION}.{name}" has no effect in an editor: it is for the command'
    return f'"{SECTION}.{name}" is not a setting: {advise(name, names)}'


def as_in_editors(key: str) -> str:
    """Return a key as editors write it: `perFileIgnores`."""
    first, *others = key.split("-")
    return first + "".join(map(str.capitalize, others))


def environments_in(python: Any) -> Iterator[str]:  # noqa: ANN401  # whatever the client sends
    """Yield the environments that the Python settings of an editor name, the likeliest first.

    They are those of Microsoft's extension and of Pyright. `python` alone is their default.
    """
    named = python if isinstance(python, dict) else {}
    venv = [named.get(each) for each in VENVS]
    paths = [named.get(each) for each in INTERPRETERS]
    if all(isinstance(each, str) for each in venv):
        paths.append(os.path.join(*map(str, venv)))
    for each in paths:
        if not isinstance(each, str) or each in {"", DEFAULT}:
            continue
        if VARIABLE not in each.replace(FOLDER, ""):
            yield each
