"""What errors are known by."""

from typing import Final, NamedTuple


class Code(NamedTuple):
    """What an error is known by: in output, in comments that ignore it, in configurations."""

    name: str
    summary: str
    """What it says, in a sentence without its full stop."""


NEVER_RUNS: Final = Code("background-never-runs", "The task is accepted and its work never happens")
DROPPED: Final = Code(
    "background-dropped", "The task is added and the collection that it is in is never run"
)
# mypy's code for the same mistake elsewhere (`mypy.messages.MessageBuilder.
# duplicate_argument_value`).
MISC: Final = Code("misc", "A keyword argument has the name of a parameter of Starlette's own")

# A rule may have another one: then mypy does not know it before the first task is checked.
OF_RULES: Final = (NEVER_RUNS, DROPPED, MISC)

# Those of the plugin alone: no rule reports them.
UNCHECKED: Final = Code(
    "background-unchecked",
    "The callee's type is Any or it has no annotations, so its arguments are not checked",
)
LISTED: Final = Code(
    "background-task",
    "A note for each deferred call: its callee, and whether its arguments were checked",
)
OFF: Final = (UNCHECKED, LISTED)
