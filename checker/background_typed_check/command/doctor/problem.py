"""A problem with how mypy is set up."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from background_typed_check.command.output.paint import Paint


class SetupProblem(NamedTuple):
    """What keeps mypy from checking background tasks, and the remedy."""

    what: str
    remedy: str
    place: str = ""

    def line(self, paint: Paint) -> str:
        """Return the problem as one line."""
        label = paint("problem:", "bold red")
        place = f"{self.place}: " if self.place else ""
        return f"{place}{label} {self.what}: {self.remedy}"


Diagnosis: TypeAlias = Iterator[str | SetupProblem]
"""Facts and problems, in the order in which they are found."""
