"""Which versions a run depends on."""

import contextlib
import re
import sys
from importlib.metadata import PackageNotFoundError, distributions, version
from typing import Final

from background_typed_check import __version__
from background_typed_check.environment import find_environment, packages_of
from background_typed_check.reasons import NothingCheckedError

# The first whose command line accepts error codes of plugins.
OLDEST_MYPY: Final = "1.19"
LIBRARIES: Final = ("FastAPI", "Starlette")


def show_versions(name: str, python: str | None) -> str:
    """Return the versions of the command, of mypy beside it, and of the application's libraries."""
    with contextlib.suppress(NothingCheckedError):
        python = find_environment(python).python
    folders = packages_of(python or sys.executable)
    shown = [show_version("mypy", sys.path), *(show_version(each, folders) for each in LIBRARIES)]
    return f"{name} {__version__} ({', '.join(shown)})"


def show_version(package: str, folders: list[str]) -> str:
    """Return the version of a package from its metadata: importing it would take time."""
    for found in distributions(name=package, path=folders):
        return f"{package} {found.version}"
    return f"{package} is not installed"


def why_without_mypy() -> str | None:
    """Return why mypy cannot check arguments here, or None if it can, without importing it."""
    return why_without("mypy", OLDEST_MYPY)


def why_without(package: str, oldest: str) -> str | None:
    """Return why a package beside the command will not do, or None if it will."""
    try:
        installed = version(package)
    except PackageNotFoundError:
        return f"{package} is not installed"
    if numbers_of(installed) < numbers_of(oldest):
        return f"{package} {installed} is older than {oldest}"
    return None


def is_too_old(mypy: str) -> bool:
    """Return whether a version of mypy is older than the plugin needs."""
    return numbers_of(mypy) < numbers_of(OLDEST_MYPY)


def numbers_of(version: str) -> list[int]:
    """Return the first two numbers of a version, for comparison."""
    return [int(part) for part in re.findall(r"\d+", version)[:2]]
