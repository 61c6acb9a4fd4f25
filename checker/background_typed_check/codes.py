"""The codes of the errors."""

from typing import Final, NamedTuple


class Code(NamedTuple):
    """The code of an error, as it is used in output, ignore comments and configurations."""

    name: str
    summary: str
    """What it says: a sentence without a full stop."""
    is_mypys: bool = False
    """Whether mypy reports other mistakes under this code."""


NEVER_RUNS: Final = Code(
    "background-never-runs", "The task is accepted, but its work never happens"
)
DROPPED: Final = Code("background-dropped", "The task is added to a collection that never runs")
BLOCKS: Final = Code(
    "background-blocks", "The task blocks the event loop, and every other request waits for it"
)
CLOSED: Final = Code("background-closed", "The task uses what is closed before it runs")
LATE: Final = Code("background-late", "The task sees the last value of what a loop binds anew")
INJECTION: Final = Code(
    "background-injection", "Something that FastAPI would have to pass is missing here"
)
# mypy's code for the same mistake elsewhere (`mypy.messages.MessageBuilder.
# duplicate_argument_value`).
MISC: Final = Code(
    "misc", "A keyword argument has the name of a parameter of Starlette's own", is_mypys=True
)

# mypy's code for an attribute that does not exist.
NO_ATTRIBUTE: Final = Code(
    "attr-defined", "A collection of background tasks has no such attribute", is_mypys=True
)
# mypy knows these from the start. It knows any other code of a rule after the first task only.
OF_RULES: Final = (NEVER_RUNS, DROPPED, BLOCKS, CLOSED, LATE, INJECTION, MISC, NO_ATTRIBUTE)

# Those that only the plugin reports, not a rule.
UNCHECKED: Final = Code(
    "background-unchecked",
    "The callee's type is Any or it has no annotations, so its arguments are not checked",
)
LISTED: Final = Code(
    "background-task",
    "A note for each deferred call: its callee, and whether its arguments were checked",
)
OFF: Final = (UNCHECKED, LISTED)
# Those that mypy never reports without the plugin.
OF_PLUGIN: Final = (NEVER_RUNS, DROPPED, BLOCKS, CLOSED, LATE, INJECTION, UNCHECKED)
