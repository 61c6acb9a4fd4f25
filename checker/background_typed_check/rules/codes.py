"""The codes that several rules share."""

from typing import Final

from background_typed_check.rules.rule import Code

NEVER_RUNS: Final = Code("background-never-runs", "The task is accepted and its work never happens")
DROPPED: Final = Code(
    "background-dropped", "The task is added and the collection that it is in is never run"
)
# mypy's code for the same mistake elsewhere (`mypy.messages.MessageBuilder.
# duplicate_argument_value`).
MISC: Final = Code("misc", "A keyword argument has the name of a parameter of Starlette's own")

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
