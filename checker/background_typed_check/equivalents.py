"""What other type checkers call mypy's codes, as their comments and their output name them."""

from collections.abc import Mapping
from typing import Final

PYRIGHT: Final = {
    "arg-type": {"reportArgumentType"},
    "attr-defined": {"reportAttributeAccessIssue"},
    "call-arg": {"reportCallIssue"},
    "call-overload": {"reportCallIssue", "reportArgumentType"},
    "func-returns-value": {"reportArgumentType"},
    "index": {"reportArgumentType", "reportIndexIssue", "reportOptionalSubscript"},
    "name-defined": {"reportUndefinedVariable"},
    "operator": {"reportOperatorIssue", "reportOptionalOperand"},
    "union-attr": {"reportAttributeAccessIssue", "reportOptionalMemberAccess"},
}
# Some have other names since 2026, and the older ones still stand in comments.
TY: Final = {
    "arg-type": {"invalid-argument-type"},
    "attr-defined": {"missing-attribute", "unresolved-attribute"},
    "call-arg": {
        "missing-argument",
        "parameter-already-assigned",
        "positional-only-parameter-as-kwarg",
        "too-many-positional-arguments",
        "unknown-argument",
    },
    "call-overload": {"no-matching-overload"},
    "func-returns-value": {"invalid-argument-type"},
    "index": {"invalid-argument-type", "non-subscriptable", "not-subscriptable"},
    "misc": {"parameter-already-assigned"},
    "name-defined": {"unresolved-reference"},
    "operator": {"call-non-callable", "not-callable", "unsupported-operator"},
    "possibly-undefined": {"possibly-unresolved-reference"},
    "union-attr": {
        "missing-union-attribute",
        "possibly-missing-attribute",
        "possibly-unbound-attribute",
    },
    "used-before-def": {"unresolved-reference"},
}
PYREFLY: Final = {
    "arg-type": {"bad-argument-type"},
    "attr-defined": {"missing-attribute"},
    "call-arg": {
        "bad-argument-count",
        "bad-keyword-argument",
        "missing-argument",
        "unexpected-keyword",
        "unexpected-positional-argument",
    },
    "call-overload": {"no-matching-overload"},
    "func-returns-value": {"bad-argument-type"},
    "index": {"bad-index", "unsupported-operation"},
    "misc": {"bad-keyword-argument"},
    "name-defined": {"unknown-name"},
    "operator": {"not-callable", "unsupported-operation"},
    "possibly-undefined": {"unbound-name"},
    "union-attr": {"missing-attribute"},
    "used-before-def": {"unbound-name"},
}
NAMES: Final[Mapping[str, Mapping[str, set[str]]]] = {
    "pyright": PYRIGHT,
    "ty": TY,
    "pyrefly": PYREFLY,
}


def names_for(code: str, tool: str) -> set[str]:
    """Return what a comment for a tool may call one of our codes or mypy's."""
    return NAMES.get(tool, {}).get(code, set()) | {code}
