"""The error codes as mypy knows them: those of the rules, and the two of the plugin alone."""

from typing import Final

from background_typed_check.rules import codes
from background_typed_check.rules.codes import LISTED, OFF
from background_typed_check.rules.codes import UNCHECKED as UNCHECKED_CODE
from background_typed_check.rules.rule import Code
from mypy.errorcodes import ErrorCode, error_codes

CATEGORY: Final = "Background tasks"


def error_code(code: Code) -> ErrorCode:
    """Return a code as mypy knows it: one of mypy's own, or else a new one."""
    return error_codes.get(code.name) or ErrorCode(
        code.name, code.summary, CATEGORY, default_enabled=code not in OFF
    )


CODES: Final = {code: error_code(code) for code in (*codes(), *OFF)}
TASK: Final = CODES[LISTED]
UNCHECKED: Final = CODES[UNCHECKED_CODE]
