"""Where a finding is explained: in the documentation of its rule, or by mypy."""

import inspect
from importlib import import_module
from pathlib import Path
from typing import Final

from background_typed_check.report import Finding
from background_typed_check.settings.codes import codes_of_mypy

BY_MYPY: Final = "https://mypy.readthedocs.io/en/stable/_refs.html#code-"


def page_of(finding: Finding) -> str | None:
    """Return the URI of the page about a finding: for a rule its file, which begins with it."""
    if finding.rule:
        return Path(inspect.getfile(import_module(finding.rule))).as_uri()
    is_of_mypy = finding.code in codes_of_mypy() and not finding.is_of_rule
    return f"{BY_MYPY}{finding.code}" if is_of_mypy else None
