"""Which modules are not found or skipped, of those that mypy did not read."""

import glob
import os
from typing import Final

from mypy.modulefinder import ModuleNotFoundReason, get_search_dirs

from background_typed_check.reasons import Reason, Why
from background_typed_check.types.mypy_run import Answer

MISSING: Final = {Why.PACKAGE: Why.MISSING, Why.ARGUMENT: Why.MISSING_ARGUMENT}
SKIPPED: Final = {Why.PACKAGE: Why.SKIPPED, Why.ARGUMENT: Why.SKIPPED_ARGUMENT}


def judged(reason: Reason | None, answer: Answer, python: str) -> Reason | None:
    """Return a reason that says whether its module is not found, or is skipped.

    Any other module is installed and has no types. An argument from it may be anything, as it may
    be for any type checker.
    """
    if reason is None or reason.why not in MISSING:
        return reason
    managers = [each.manager for each in answer.builds]
    found = {each.find_module_cache.find_module(reason.detail) for each in managers}
    base, site_packages = get_search_dirs(python)
    paths = [each for each in found if isinstance(each, str)]
    if paths and not any(path.startswith(tuple(site_packages)) for path in paths):
        return Reason(SKIPPED[reason.why], reason.detail)
    is_found = bool(paths) or ModuleNotFoundReason.FOUND_WITHOUT_TYPE_HINTS in found
    # mypy does not find compiled modules, and does not look for what it knows stubs of.
    own = [folder for each in managers for folder in each.options.mypy_path]
    is_found = is_found or any(is_in(each, reason.detail) for each in (*own, *base, *site_packages))
    if not is_found:
        return Reason(MISSING[reason.why], reason.detail)
    return reason if reason.why is Why.PACKAGE else None


def is_in(folder: str, module: str) -> bool:
    """Return whether a folder has a module of any kind."""
    path = os.path.join(folder, *module.split("."))
    return os.path.isdir(path) or bool(glob.glob(f"{glob.escape(path)}.*"))
