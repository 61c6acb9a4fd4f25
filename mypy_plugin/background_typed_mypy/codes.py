"""The error codes as mypy knows them: those of the rules, and those of the plugin itself."""

from typing import Final

from background_typed_check.codes import LISTED, OF_RULES, OFF, Code
from background_typed_check.codes import UNCHECKED as UNCHECKED_CODE
from mypy.errorcodes import ErrorCode, error_codes

from background_typed_mypy import wire

CATEGORY: Final = "Background tasks"


def error_code(code: Code) -> ErrorCode:
    """Return a code as mypy knows it: mypy's own, or else a new one."""
    return error_codes.get(code.name) or ErrorCode(
        code.name, code.summary, CATEGORY, default_enabled=code not in OFF
    )


CODES: Final = {code: error_code(code) for code in (*OF_RULES, *OFF)}
TASK: Final = CODES[LISTED]
UNCHECKED: Final = CODES[UNCHECKED_CODE]
WIRE: Final = ErrorCode(
    wire.CODE, "What the plugin tells the command", CATEGORY, default_enabled=False
)
