"""The environment whose packages the application imports, known by its interpreter."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from background_typed_check.reasons import NothingCheckedError

INTERPRETER: Final = "Scripts/python.exe" if os.name == "nt" else "bin/python"
VENV: Final = ".venv"
# By what the user names one.
WHERE_NAMED: Final = "--python or the setting python"
OLDEST: Final = (3, 7)  # for `mypy/pyinfo.py`, which finds the packages
VERSION: Final = re.compile(r"^version(?:_info)? *= *(\d+)\.(\d+)", re.MULTILINE)
ASK_VERSION: Final = "import sys; print('%d %d' % sys.version_info[:2])"  # for any Python


class Environment(NamedTuple):
    """An interpreter, and its Python version."""

    python: str
    version: tuple[int, int]
    is_own: bool = False
    """Whether it is the command's own environment, because no other was found."""


def find_environment(
    named: str | None, origin: str = "--python", folder: str = os.curdir
) -> Environment:
    """Return the environment that the user named, or the likeliest one.

    Args:
        named: What the user named.
        origin: Where that was.
        folder: Where to look for one, and then in the folders around it.

    Raises:
        NothingCheckedError: The user named something that is not an environment.

    """
    if named is None:
        python = next(filter(os.path.exists, likely_interpreters(folder)), "")
        if not python:
            return Environment(sys.executable, sys.version_info[:2], is_own=True)
    elif os.path.isdir(named):
        python = os.path.join(named, INTERPRETER)
    else:
        python = shutil.which(named) or named
    python = os.path.abspath(python)
    if python == sys.executable:  # not resolved: the links of environments lead to one file
        return Environment(python, sys.version_info[:2])
    version = ask_version(python)
    if version is None:
        message = (
            f'{origin}: "{named or python}" is not a Python interpreter or virtual environment'
        )
        raise NothingCheckedError(message)
    return Environment(python, version)


def refuse_old(environment: Environment) -> None:
    """Refuse an interpreter that mypy cannot ask for its packages. The rules need no answer.

    Raises:
        NothingCheckedError: It is too old.

    """
    if environment.version < OLDEST:
        message = (
            f"{environment.python} is Python {'.'.join(map(str, environment.version))}, which "
            f"mypy cannot ask for its packages: name another environment with {WHERE_NAMED}"
        )
        raise NothingCheckedError(message)


def ask_version(python: str) -> tuple[int, int] | None:
    """Return the version of an interpreter, or None if it is not one."""
    # The file of a virtual environment saves the time to start its interpreter.
    config = Path(python).parent.parent / "pyvenv.cfg"
    told = None
    with contextlib.suppress(OSError):
        told = VERSION.search(config.read_text(encoding="utf-8", errors="replace"))
    if told is not None and os.access(python, os.X_OK):
        return int(told[1]), int(told[2])
    command = [python, "-Sc", ASK_VERSION]
    try:
        answer = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # the user named it
        major, minor = map(int, answer.stdout.split())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return major, minor


def likely_interpreters(near: str = os.curdir) -> Iterator[str]:
    """Yield the places where the application's interpreter may be, the likeliest first."""
    active = os.environ.get("VIRTUAL_ENV")
    # pre-commit sets the environment of the hook as the active one.
    if active and not ("PRE_COMMIT" in os.environ and Path(active) == Path(sys.prefix)):
        yield os.path.join(active, INTERPRETER)
    if os.environ.get("CONDA_DEFAULT_ENV", "base") != "base":  # that one is always active
        yield os.path.join(os.environ.get("CONDA_PREFIX", ""), INTERPRETER)
    here = Path(os.path.abspath(near))
    for folder in (here, *here.parents):
        yield str(folder / VENV / INTERPRETER)


def packages_of(python: str) -> list[str]:
    """Return the folders with an interpreter's packages, without starting it.

    They are those of `site.getsitepackages`. A `.pth` file in one of them may add more.
    """
    folders = []
    for prefix in dict.fromkeys((Path(python).parent.parent, Path(python).resolve().parent.parent)):
        for pattern in ("lib/python3.*/site-packages", "Lib/site-packages"):
            folders += [str(each) for each in sorted(prefix.glob(pattern), reverse=True)]
        if folders:
            break
    added = [line for folder in folders for line in lines_of_paths(Path(folder))]
    return list(dict.fromkeys([*folders, *added]))


def lines_of_paths(folder: Path) -> Iterator[str]:
    """Yield the folders that `.pth` files add, such as those of editable installs."""
    for file in sorted(folder.glob("*.pth")):
        lines: list[str] = []
        with contextlib.suppress(OSError):
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        for line in lines:
            path = folder / line.strip()
            if line.strip() and not line.startswith(("import ", "import\t", "#")) and path.is_dir():
                yield str(path)
