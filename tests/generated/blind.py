"""The same application with chance in place of its conditions.

A rule cannot know what a condition is. If a task does its work where chance decides each condition,
how often each loop goes round and whether what may raise does so, then no rule can be certain of it
without knowing values. If it never does its work even so, its shape alone loses it.
"""

import random
import re
from types import ModuleType
from typing import Final

from fastapi import HTTPException
from flows import LOOPS, RISKY
from grammar import Program

ORACLE: Final = "oracle"
REPLACED: Final = (
    (
        re.compile(r"\b(if|match) (?=.*\b(?:flag|urgent)\b)[^:\n]+(?=:$)", re.MULTILINE),
        r"\1 coin()",
    ),
    (re.compile(r"\bif (?:True|to|not to|len\(to\) > 2)(?=:$)", re.MULTILINE), "if coin()"),
    (re.compile(r"\bif flag else\b"), "if coin() else"),
    (re.compile(rf"\bin (?:{'|'.join(map(re.escape, [*LOOPS, '[]']))}):"), "in some():"),
    (re.compile("|".join(map(re.escape, RISKY))), "risk(0.25)"),
    # A client may have gone by then.
    (re.compile(r"^( +)await socket\.close\(\)$", re.MULTILINE), r"\1risk(0.25)"),
    (re.compile(r"^( +)logging\.(?:info|debug|exception)\(.*\)$", re.MULTILINE), r"\1risk(0.05)"),
)


def blinded(program: Program) -> Program:
    """Return an application with chance in place of its conditions, line by line."""
    files = {}
    for name, text in program.files.items():
        for pattern, by in REPLACED:
            text = pattern.sub(by, text)  # noqa: PLW2901  # one after another
        files[name] = f"from {ORACLE} import coin, risk, some; {text}" if text[0] != "\n" else text
    return program._replace(files=files)


class Oracle(ModuleType):
    """The module that decides."""

    def __init__(self, seed: int) -> None:
        """Decide in the same way for the same seed."""
        super().__init__(ORACLE)
        self.rng = random.Random(seed)  # noqa: S311  # any decisions will do
        self.is_asked = False
        """Whether the application has been imported. Until then, nothing raises."""

    def coin(self) -> bool:
        """Return either."""
        return self.rng.random() < 0.5

    def some(self) -> list[int]:
        """Return what to loop over."""
        return [*range(self.rng.randint(0, 2))]

    def risk(self, chance: float) -> None:
        """Raise an exception at times.

        Raises:
            Exception: Any that somebody may catch.

        """
        if self.is_asked and self.rng.random() < chance:
            raise self.rng.choice([ValueError(), KeyError(), OSError(), HTTPException(409)])
