"""Which modules are not found, of those that mypy cannot read. The others only have no types."""

import glob
import os
from typing import Final

from mypy.modulefinder import ModuleNotFoundReason, get_search_dirs

from background_typed_check.reasons import Reason, Why
from background_typed_check.types.mypy_run import Answer

MISSING: Final = {Why.PACKAGE: Why.MISSING, Why.ARGUMENT: Why.MISSING_ARGUMENT}


def judged(reason: Reason | None, answer: Answer, python: str) -> Reason | None:
    """Return a reason that says whether its module is not found. One without types is installed.

    An argument from a library without types may be anything, as it may be for any type checker.
    """
    if reason is None or reason.why not in MISSING:
        return reason
    if is_missing(reason.detail, answer, python):
        return Reason(MISSING[reason.why], reason.detail)
    return reason if reason.why is Why.PACKAGE else None


def is_missing(module: str, answer: Answer, python: str) -> bool:
    """Return whether a module that mypy did not read is not installed, or nobody sees into it.

    The latter is a file of the application that mypy had to skip.
    """
    managers = [each.manager for each in answer.builds]
    found = {each.find_module_cache.find_module(module) for each in managers}
    base, site_packages = get_search_dirs(python)
    paths = [each for each in found if isinstance(each, str)]
    if paths:
        return not any(path.startswith(tuple(site_packages)) for path in paths)
    if ModuleNotFoundReason.FOUND_WITHOUT_TYPE_HINTS in found:
        return False
    # mypy does not find compiled modules, and does not look for what it knows stubs of.
    own = [folder for each in managers for folder in each.options.mypy_path]
    return not any(is_in(each, module) for each in (*own, *base, *site_packages))


def is_in(folder: str, module: str) -> bool:
    """Return whether a folder has a module of any kind."""
    path = os.path.join(folder, *module.split("."))
    return os.path.isdir(path) or bool(glob.glob(f"{glob.escape(path)}.*"))
