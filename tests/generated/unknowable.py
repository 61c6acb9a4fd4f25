"""The same application where what no rule can know is otherwise.

Whether a call of a library raises, what is looked up by a name, when a thread runs: the source does
not say. And nobody wants to hear of what is switched off on purpose. A task that does its work in
an application with one of these changed is not meant to be found.
"""

import itertools
import random
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Final, NamedTuple

from fastapi import HTTPException
from grammar import Program

ORACLE: Final = "oracle"
ERRORS: Final = (ValueError, KeyError, OSError, HTTPException)
ROUNDS: Final = 6  # with several things changed by chance


class Change(NamedTuple):
    """Something that may be otherwise: what is written in place of what. `#` numbers the places."""

    reason: str
    patterns: tuple[tuple[str, str], ...]


SWITCHED_OFF: Final = Change(
    "switched off on purpose",
    (
        (r"\b(if|match) True(?=:$)", r"\1 not is_changed(#)"),
        (r"\bin \[\](?=:$)", r"in [1] * is_changed(#)"),
    ),
)
CHANGES: Final = (
    SWITCHED_OFF,
    Change(
        "a call of a library may raise",
        (
            (r"^( +)(logging\.\w+\(.*\))$", r"\1risk(#) or \2"),
            (r"(?<=with )((?:open|tempfile|httpx)\b)", r"risk(#) or \1"),
            (r"^( +)(await socket\.close\(\))$", r"\1risk(#) or \2"),  # the client may have gone
        ),
    ),
    Change(
        "what it catches is looked up by a name",
        ((r"\bexcept catching\b", r"except looked_up(#)"),),
    ),
    Change(
        "a thread may run later",
        (
            (
                r"threading\.Thread\(target=asyncio\.run, args=\((\w[\w.]*)\(\),\)\)\.start\(\)",
                r"is_changed(#) or threading.Timer(0.001, lambda: asyncio.run(\1())).start()",
            ),
        ),
    ),
)
ALL: Final = Change("several of these", tuple(each for one in CHANGES for each in one.patterns))


def changed(program: Program, change: Change) -> tuple[Program, int]:
    """Return an application that asks the oracle, and at how many places."""
    numbers, files = itertools.count(), {}
    for name, text in program.files.items():
        for pattern, by in change.patterns:
            text = re.sub(pattern, numbered(by, numbers), text, flags=re.MULTILINE)  # noqa: PLW2901
        names = "is_changed, looked_up, risk"
        files[name] = f"from {ORACLE} import {names}; {text}" if text[0] != "\n" else text
    return program._replace(files=files), next(numbers)


def numbered(by: str, numbers: "itertools.count[int]") -> Callable[[re.Match[str]], str]:
    """Return what writes something in place of a match, with the number of the place."""
    return lambda match: match.expand(by.replace("#", str(next(numbers))))


class Oracle(ModuleType):
    """The module that decides."""

    def __init__(self, seed: int) -> None:
        """Decide in the same way for the same seed."""
        super().__init__(ORACLE)
        self.rng = random.Random(seed)  # noqa: S311  # any decisions will do
        self.place: int | None = None
        """Where it is otherwise. None: at any place, by chance."""
        self.error: type[Exception] = ValueError
        self.is_asked = False
        """Whether the application has been imported. Until then, nothing raises."""

    def rounds(self, change: Change, places: int) -> Iterator[None]:
        """Yield for each round, in which something else is otherwise, or raises another error."""
        errors = ERRORS if any("risk" in by for _, by in change.patterns) else ERRORS[:1]
        for self.place, self.error in itertools.product([*range(places), *[None] * ROUNDS], errors):
            yield

    def is_changed(self, place: int) -> bool:
        """Return whether it is otherwise there."""
        return self.rng.random() < 0.3 if self.place is None else place == self.place

    def looked_up(self, place: int) -> type[Exception]:
        """Return the exceptions that are caught there."""
        return Exception if self.is_changed(place) else HTTPException

    def risk(self, place: int) -> None:
        """Raise an exception if it is otherwise there.

        Raises:
            Exception: Any that somebody may catch.

        """
        if self.is_asked and self.is_changed(place):
            raise self.error(409)
