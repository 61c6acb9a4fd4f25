"""What the rules of the tasks that never run have in common."""

from collections.abc import Iterator
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.functions import Returned
from background_typed_check.facts.tasks import Run, Task
from background_typed_check.rules.rule import Problem
from background_typed_check.rules.words import calling, deferring, quoted_name

IN_ITS_PLACE: Final = "Add a function in place of the lambda"


def returns(task: Task, facts: Facts) -> Returned | None:
    """Return what calling the function of a task returns, if that is certain."""
    return facts.functions.returned(task.run.functions) if task.run is not None else None


def explain(task: Task, why: str, instead: str) -> Iterator[Problem]:
    """Yield a problem of the function that the task runs, in the user's own words.

    Args:
        task: The task.
        why: What happens at run time, with `{name}` for the function.
        instead: What to write instead, with `{call}` for the call that the task stands for,
            `{task}` for the deferred call and `{adder}` for what adds it.

    """
    run = task.run
    if run is None or task.direct is None:
        return
    yield Problem(
        task.source.place(task.direct.callee.node),
        why.format(name=quoted_name(run.call.callee.node)),
        IN_ITS_PLACE if run.has_parameters else correction(instead, task, run),
    )


def correction(instead: str, task: Task, run: Run) -> str:
    """Return what to write instead, with the calls filled in."""
    return instead.format(
        adder=task.adder.name,
        call=calling(run.call, task.source),
        task=deferring(task.adder.name, run.call, task.source),
    )
