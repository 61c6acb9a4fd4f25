"""Which versions a run depends on."""

import re
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from background_typed_check import __version__

# Its command line knows the error codes of plugins.
OLDEST_MYPY: Final = "1.19"
PACKAGES: Final = ("mypy", "FastAPI", "Starlette")


def show_versions(name: str) -> str:
    """Return the version of the command, and of what is installed beside it."""
    return f"{name} {__version__} ({', '.join(map(show_version, PACKAGES))})"


def show_version(package: str) -> str:
    """Return the version of a package, from what its installation says: nothing is imported."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not installed"


def why_without_mypy() -> str | None:
    """Return why mypy cannot check arguments here, None if it can: without importing it."""
    try:
        installed = version("mypy")
    except PackageNotFoundError:
        return "mypy is not installed"
    if is_too_old(installed):
        return f"mypy {installed} is older than {OLDEST_MYPY}"
    return None


def is_too_old(mypy: str) -> bool:
    """Return whether a version of mypy is older than the plugin needs."""
    return numbers_of(mypy) < numbers_of(OLDEST_MYPY)


def numbers_of(version: str) -> list[int]:
    """Return the first two numbers of a version, to compare by."""
    return [int(part) for part in re.findall(r"\d+", version)[:2]]
