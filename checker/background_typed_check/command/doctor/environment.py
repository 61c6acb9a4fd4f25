"""What is installed where mypy runs."""

import os
import sys
from typing import Final

from mypy.version import __version__ as mypy_version

from background_typed_check.command.doctor.plugins import doubt_plugins, is_path
from background_typed_check.command.doctor.problem import Diagnosis
from background_typed_check.command.doctor.versions import doubt_versions
from background_typed_check.environment import Environment
from background_typed_check.types.installed import ask
from background_typed_check.types.settings import PLUGIN, has_plugin

# With the names that users know.
PACKAGES: Final = {"mypy": "mypy", "starlette": "Starlette", "fastapi": "FastAPI"}
NAMES: Final = PACKAGES | {PLUGIN: "background-typed"}


def describe_environment(environment: Environment, plugins: list[str]) -> Diagnosis:
    """Yield what is installed where mypy runs, and what is wrong with it."""
    python = environment.python
    asked = [name for name in plugins if not is_path(name)]
    if not has_plugin(plugins):
        asked.append(PLUGIN)
    installed = ask(python, [*PACKAGES], PLUGIN, asked)
    version = ".".join(map(str, environment.version))
    names = (f"{NAMES[key]} {got or 'missing'}" for key, got in installed.versions.items())
    yield f"environment: {relative(python)} (Python {version}): {', '.join(names)}"
    if installed.versions["mypy"] is None:
        python = sys.executable
        installed = ask(python, [*PACKAGES], PLUGIN, asked)
        yield f"mypy: {mypy_version} from {relative(python)}, which runs this command"
    yield from doubt_versions(installed, relative(python))
    yield from doubt_plugins(installed, relative(python))


def relative(path: str) -> str:
    """Return a path relative to the current folder, if it is inside."""
    return path.removeprefix(os.path.join(os.getcwd(), ""))
