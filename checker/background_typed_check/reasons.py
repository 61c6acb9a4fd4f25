"""Why something is not checked, as data. The words for it are in `wording.py`."""

from enum import Enum, auto
from typing import Final, NamedTuple


class Why(Enum):
    """Why the arguments of a task are not checked. The comments name the modules that decide."""

    # background_typed_mypy/why_unchecked.py, by the type of the callee
    ANY = auto()
    """The callee has type `Any`."""
    UNANNOTATED = auto()
    """The callee has no annotations."""
    PACKAGE = auto()
    """The callee comes from a package that mypy cannot read."""
    ARGUMENT = auto()
    """An argument comes from a package that mypy cannot read. Only `types/missing.py` sees it."""

    # background_typed_mypy/calls.py and facts/tasks.py, by the call
    INVALID = auto()
    """mypy cannot understand the annotation of the callee."""
    STARS = auto()
    """The callee is inside star-arguments."""
    NO_CALLEE = auto()
    """There is no callee."""
    SIGNATURE = auto()
    """What adds the task does not have the signature of the library."""
    OWN_ADDER = auto()
    """The class of the collection has its own `add_task`, which takes any arguments."""

    # candidates.py, where the plugin saw no task
    FILE_IGNORED = auto()
    """A comment switches mypy off for the file."""
    PASSED_OVER = auto()
    """mypy considers the code unreachable, or skips it."""
    AFTER_JUMP = auto()
    """It comes after a `return` or the like, so it never runs."""
    ELSEWHERE = auto()
    """It is for another platform or another Python, or never runs. Nobody means it to be seen."""
    REDEFINED = auto()
    """The name of the function around it is defined again. mypy checks only the last one."""
    ALIAS = auto()
    """The task is added through another name for `add_task`."""
    UNKNOWN_NAME = auto()
    """mypy does not know the class of the receiver."""
    ANY_RECEIVER = auto()
    """The receiver has type `Any`."""
    ANY_OR_UNREACHED = auto()
    """The receiver has type `Any`, or mypy does not reach the call."""
    TYPE_VARIABLE = auto()
    """The type of the receiver is a type variable. mypy asks no plugin about it."""

    # types/hidden_libraries.py
    HIDDEN_LIBRARY = auto()
    """A file of the user hides the library that defines the receiver."""

    # command/with_types.py
    UNREACHED = auto()
    """A rule says why nothing reaches it."""

    # types/missing.py, of what comes from a package that mypy cannot read
    MISSING = auto()
    """The module that the callee comes from is not found."""
    MISSING_ARGUMENT = auto()
    """The module that an argument comes from is not found."""
    SKIPPED = auto()
    """The module that the callee comes from is a file that mypy had to skip."""
    SKIPPED_ARGUMENT = auto()
    """The module that an argument comes from is such a file."""

    # types/check.py
    LIBRARY = auto()
    """The library that defines the receiver is not installed."""

    # command/pipeline.py
    NOT_READ = auto()
    """mypy cannot read or parse the file, or crashes on it."""
    NOT_SEEN = auto()
    """mypy does not see it, and the reason is unknown."""
    NO_TYPES = auto()
    """No arguments are checked at all."""


# With these, mypy does not see that there is a task.
NOT_SEEN: Final = frozenset(
    {
        Why.FILE_IGNORED,
        Why.PASSED_OVER,
        Why.REDEFINED,
        Why.ALIAS,
        Why.UNKNOWN_NAME,
        Why.ANY_RECEIVER,
        Why.ANY_OR_UNREACHED,
        Why.HIDDEN_LIBRARY,
        Why.MISSING,
        Why.MISSING_ARGUMENT,
        Why.SKIPPED,
        Why.SKIPPED_ARGUMENT,
        Why.LIBRARY,
        Why.NOT_READ,
        Why.NOT_SEEN,
    }
)


class Reason(NamedTuple):
    """Why the arguments of a task are not checked."""

    why: Why
    detail: str = ""
    """The package, the library, or the receiver as the user wrote it."""


class Cause(Enum):
    """What kept something from being checked."""

    UNREADABLE = auto()
    """A file or folder cannot be read: `what` is the error."""
    NOT_BY_MYPY = auto()
    """mypy cannot read or parse a file, or crashes on it."""
    NOT_BY_RULES = auto()
    """The running Python cannot parse a file that the rules need: `what` is the error."""
    NOT_PYTHON = auto()
    UNPRINTABLE = auto()
    NOTEBOOKS = auto()
    HIDDEN = auto()
    """Another file with the same name hides it."""
    TWO_NAMES = auto()
    """A file has two names, so imports by the other name (`what`) are untyped."""
    LIKE_A_LIBRARY = auto()
    """Imports (`what`) may mean a file, or a library with its name (`other`)."""
    NO_CACHE = auto()
    BAD_CACHE = auto()
    """mypy fails with its cache, to which another run may be writing."""
    RENEWED_CACHE = auto()
    """mypy fails with its cache, so it is made anew."""
    SETTINGS = auto()
    """mypy reports something about its settings."""
    PACKAGES = auto()
    """The application's packages are not installed, or have no types."""
    LIBRARY = auto()
    """Starlette or FastAPI is not installed."""
    PASSED_OVER = auto()
    """mypy passes over tasks: `reason` says why."""
    OWN_FAILURE = auto()
    """The plugin failed."""
    UNWRITTEN = auto()
    """A file is not written: `what` says why."""
    NOTHING = auto()
    """Nothing is checked: `what` says why."""


class Obstacle(NamedTuple):
    """What kept something from being checked. There is one for each cause, not for each task."""

    cause: Cause
    what: str = ""
    file: str = ""
    line: int | None = None
    other: str = ""
    """The other file, or the interpreter."""
    more: int = 0
    """How many other things it is about, besides the one that is named."""
    reason: Reason | None = None


class NothingCheckedError(Exception):
    """Raised when there is no report, with the reason."""

    def __init__(self, what: str) -> None:
        """Take the reason, as one line."""
        super().__init__(what)
        self.obstacle = Obstacle(Cause.NOTHING, what)
