"""Which codes the user may name: those of the rules, and mypy's."""

import re
from typing import Final

from background_typed_check.codes import OF_RULES, OFF
from background_typed_check.settings import SYNTAX
from background_typed_check.spelling import advice, nearest

OURS: Final = tuple(each.name for each in (*OF_RULES, *OFF))
FORM: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def refuse_code(code: str) -> None:
    """Refuse what is not a code.

    A plugin of the user's may have codes of its own: what has a prefix, and is not near to a known
    code, may be one.

    Raises:
        ValueError: If there is no such code, or if it cannot be left out.

    """
    if code == SYNTAX:
        message = f'"{code}" always counts: the file cannot be checked'
        raise ValueError(message)
    of_mypy = codes_of_mypy()
    if code in OURS or code in of_mypy:
        return
    near = nearest(code, [*OURS, *of_mypy])
    is_unknown = bool(of_mypy) and "-" not in code
    if near is not None or is_unknown or FORM.fullmatch(code) is None:
        message = f'"{code}" is not a code: {advice(near, OURS)}'
        raise ValueError(message)


def codes_of_mypy() -> tuple[str, ...]:
    """Return mypy's codes, none where it is not installed."""
    try:
        from mypy.errorcodes import error_codes  # noqa: PLC0415  # rarely needed
    except ImportError:
        return ()
    return tuple(error_codes)
