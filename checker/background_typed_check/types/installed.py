"""What an interpreter has installed. It is asked, because its packages are not ours."""

import json
import subprocess
from typing import Final, NamedTuple

from background_typed_check.reasons import NothingCheckedError

# It looks in the working folder last, because `mypy` does not look there for its imports.
QUESTION: Final = """
import importlib, json, sys
from importlib import metadata

sys.path.append(sys.path.pop(0))
packages, own, plugins = json.loads(sys.argv[1])

def version_of(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None

def version_of_code(module):
    try:
        return importlib.import_module(module).__version__
    except Exception:
        return None

def fault_of(plugin):
    module, _, function = plugin.partition(":")
    try:
        getattr(importlib.import_module(module), function or "plugin")(versions["mypy"])
    except Exception as error:
        return f"{type(error).__name__}: {error}".partition("\\n")[0]

versions = {package: version_of(package) for package in packages}
versions[own] = version_of_code(own)
faults = {plugin: fault_of(plugin) for plugin in plugins if versions["mypy"]}
print()
print(json.dumps([versions, faults]))
"""


class Installed(NamedTuple):
    """What an interpreter says it has."""

    versions: dict[str, str | None]
    """The versions of packages, or None for those that it does not have."""
    faults: dict[str, str | None]
    """Why a plugin does not load in its mypy, if it has mypy; None for a plugin that loads."""


def ask(python: str, packages: list[str], own: str, plugins: list[str]) -> Installed:
    """Ask an interpreter about packages and plugins. The version of `own` is taken from its code.

    Raises:
        NothingCheckedError: It does not answer.

    """
    question = json.dumps([packages, own, plugins])
    reason = ""
    try:
        answer = subprocess.run(  # noqa: S603  # the user named it
            [python, "-c", QUESTION, question], capture_output=True, check=False, text=True
        )
        reason = last_line(answer.stderr)
        versions, faults = json.loads(last_line(answer.stdout))
    except (OSError, ValueError) as error:
        reason = reason or str(error)
        message = f"{python} does not say what is installed for it: {reason}"
        raise NothingCheckedError(message) from None
    return Installed(versions, faults)


def last_line(text: str) -> str:
    """Return the last line of a text, which may begin with the output of others."""
    return text.strip().rpartition("\n")[2]
