"""How a piece of code may end, as data."""

import ast
import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from background_typed_check.facts.exceptions import Exceptions


class Exit(NamedTuple):
    """A statement that ends a function."""

    statement: ast.stmt
    raises: bool
    """Whether it does not return: a `raise`, or a call that never returns."""
    raised: "Exceptions | None" = None
    """What it raises, if the statement does not show that."""


class Ends(NamedTuple):
    """How a piece of code may end."""

    goes_on: bool
    """Whether what follows it may run."""
    exits: tuple[Exit, ...] = ()
    breaks: bool = False
    continues: bool = False

    def then(self, more: "Ends") -> "Ends":
        """Return how this and then something else may end."""
        return self._replace(goes_on=False).or_else(more) if self.goes_on else self

    def or_else(self, other: "Ends") -> "Ends":
        """Return how one of two things may end."""
        return Ends(
            self.goes_on or other.goes_on,
            tuple(dict.fromkeys((*self.exits, *other.exits))),
            self.breaks or other.breaks,
            self.continues or other.continues,
        )


ON: Final = Ends(goes_on=True)
NEVER: Final = Ends(goes_on=False)


def either(ends: Ends, others: Iterable[Ends]) -> Ends:
    """Return how one of several things may end."""
    return functools.reduce(Ends.or_else, others, ends)
