"""What the rules for tasks that never run have in common."""

from typing import Final

from background_typed_check.facts.tasks import Direct, Run, Task
from background_typed_check.rules.rule import Edit, Problem
from background_typed_check.rules.words import calling, deferring, quoted_name

IN_ITS_PLACE: Final = "Add a function in place of the lambda"


def explain(task: Task, run: Run, why: str, instead: str, edits: tuple[Edit, ...] = ()) -> Problem:
    """Return the problem of the function that a task runs, with the user's own code filled in.

    Args:
        task: The task.
        run: What it really runs.
        why: What happens at run time, with `{name}` for the function.
        instead: What to write instead, with `{call}` for the call that the task stands for,
            `{task}` for the deferred call, `{adder}` for what adds it, and `{name}` as above.
        edits: The edits that would do so.

    """
    return Problem(
        task.source.place(run.given),
        why.format(name=quoted_name(run.call.callee.node)),
        IN_ITS_PLACE if run.has_parameters else correction(instead, task, run.call),
        () if run.has_parameters else edits,
    )


def correction(instead: str, task: Task, call: Direct) -> str:
    """Return what to write instead, with the calls filled in."""
    return instead.format(
        adder=task.adder.name,
        call=calling(call, task.source),
        name=quoted_name(call.callee.node),
        task=deferring(task.adder.name, call, task.source),
    )
