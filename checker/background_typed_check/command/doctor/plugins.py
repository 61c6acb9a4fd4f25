"""Which of the plugins that the settings name can be loaded."""

import importlib
import re

from background_typed_check.command.doctor.problem import Diagnosis, SetupProblem
from background_typed_check.types.installed import Installed
from background_typed_check.types.settings import PLUGIN


def doubt_plugins(installed: Installed, python: str) -> Diagnosis:
    """Yield the plugins that the user's mypy, or the mypy of this command, cannot load."""
    for plugin, fault in installed.faults.items():
        if fault is not None:
            own = f'run {python} -m pip install "background-typed[mypy]"'
            other = 'install it there, or remove it from "plugins"'
            yield SetupProblem(
                f'{python} cannot load the plugin "{plugin}" ({fault})',
                own if module_of(plugin) == PLUGIN else other,
            )
        elif not loads_here(plugin):
            yield (
                f'note: what follows is checked without the plugin "{plugin}", because this'
                f" command cannot load it: install background-typed for {python} and run it there"
            )


def module_of(plugin: str) -> str:
    """Return the module that a plugin is in."""
    return plugin.rpartition(":")[0] or plugin


def is_path(plugin: str) -> bool:
    """Return whether a plugin is named by a path, not by its module."""
    return re.search(r"[\\/]|\.py(?::|$)", plugin) is not None


def loads_here(plugin: str) -> bool:
    """Return whether mypy can load a plugin where this command runs."""
    if is_path(plugin):
        return True  # if not, mypy stops at it
    try:
        importlib.import_module(module_of(plugin))
    except Exception:  # noqa: BLE001  # as mypy does
        return False
    return True
