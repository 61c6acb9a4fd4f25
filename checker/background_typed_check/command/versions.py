"""Which versions a run depends on."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

from background_typed_check import __version__

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
