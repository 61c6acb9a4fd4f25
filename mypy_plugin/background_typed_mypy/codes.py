"""The error codes of the plugin: only for what mypy has no word for."""

from typing import Final

from mypy.errorcodes import ErrorCode

CATEGORY: Final = "Background tasks"

NEVER_RUNS: Final = ErrorCode(
    "background-never-runs",
    "The task is accepted and its work never happens",
    CATEGORY,
)
DROPPED: Final = ErrorCode(
    "background-dropped",
    "The task is added and the collection that it is in is never run",
    CATEGORY,
)
UNCHECKED: Final = ErrorCode(
    "background-unchecked",
    "The callee's type is Any or it has no annotations, so its arguments are not checked",
    CATEGORY,
    default_enabled=False,
)
TASK: Final = ErrorCode(
    "background-task",
    "A note for each deferred call: its callee, and whether its arguments were checked",
    CATEGORY,
    default_enabled=False,
)
