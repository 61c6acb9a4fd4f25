"""What a rule is, and what it yields."""

from collections.abc import Iterator
from enum import IntEnum, auto
from typing import NamedTuple, Protocol

from background_typed_check.codes import Code
from background_typed_check.facts import Facts
from background_typed_check.facts.collection_uses import Use
from background_typed_check.facts.source import Place
from background_typed_check.facts.tasks import Task


class About(IntEnum):
    """What a rule looks at. mypy's plugin does not ask it where that is plain."""

    RUN = auto()
    """What the task runs, and with which arguments."""
    CALLEE = auto()
    """What the function of the task does when it runs."""
    COLLECTION = auto()
    """What the function around the task does with its collection, and how it ends."""
    ARGUMENTS = auto()
    """Which parameters of its function the task leaves out."""
    ROUND = auto()
    """Which round of a loop adds the task."""


class Edit(NamedTuple):
    """A piece of text that replaces another."""

    at: Place
    text: str
    is_safe: bool
    """Whether the program then does what its author clearly meant, and nothing else changes."""


class Related(NamedTuple):
    """Another place that a problem is about."""

    at: Place
    what: str


class Problem(NamedTuple):
    """What is wrong with a task."""

    at: Place
    why: str
    """What will happen at run time: a sentence without a full stop."""
    instead: str
    """What to write instead."""
    edits: tuple[Edit, ...] = ()
    """The edits that would do so, all of them together, in the same file."""
    related: tuple[Related, ...] = ()
    is_unreached: bool = False
    """Whether nothing leads to the task, so that an editor may fade it."""


class Rule(Protocol):
    """A module that finds one kind of problem. Its docstring is its documentation."""

    __doc__: str | None
    __name__: str
    CODE: Code

    def find(self, task: Task, facts: Facts) -> Iterator[Problem]:
        """Yield the problems of a task that are certain."""


class RuleOfUses(Protocol):
    """The same for uses of a collection other than adding a task to it."""

    __doc__: str | None
    __name__: str
    CODE: Code

    def find(self, use: Use, facts: Facts) -> Iterator[Problem]:
        """Yield the problems of a use that are certain."""
