"""A task that a dependency adds after its `yield`: the response has been sent by then.

Since 0.118, FastAPI runs the code after the `yield` of a dependency when the response is sent and
its tasks have run (`fastapi.routing.request_response`). What is added then is dropped.

Wrong:

    async def audited(tasks: BackgroundTasks) -> AsyncIterator[None]:
        yield
        tasks.add_task(audit, "done")

Right:

    async def audited(tasks: BackgroundTasks) -> AsyncIterator[None]:
        tasks.add_task(audit, "done")

Left alone: an older FastAPI, or one that is not found; a dependency with a `scope`; a function that
something other than `Depends` uses; a request in which something else keeps the collection, or runs
it after its own `yield`.
"""

from collections.abc import Iterator, Sequence

from background_typed_check import apis
from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.around import TRIES, Around
from background_typed_check.facts.bodies import has_yield
from background_typed_check.facts.dependencies import ends_before, is_mere_dependency
from background_typed_check.facts.ending import around_task
from background_typed_check.facts.other_uses import other_uses
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import About, Problem
from background_typed_check.rules.words import dropped

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if a dependency adds the task after its `yield`."""
    uses = task.uses
    if uses is None or uses.function.decorator_list or not facts.lazy.yields(uses.function):
        return
    if not comes_after_yield(around_task(task, uses.function)) or other_uses(uses, facts):
        return
    if facts.modules.version_of(apis.FASTAPI) < apis.LATE_EXIT:
        return
    if is_mere_dependency(uses, facts, ends_before, in_any_scope=False):
        yield Problem(
            task.source.place(task.call),
            "FastAPI runs what follows the yield of a dependency when the response has been sent "
            f"and its tasks have run: {dropped(task)}",
            'Add the task before the yield, or use Depends(..., scope="function")',
        )


def comes_after_yield(around: Sequence[Around]) -> bool:
    """Return whether a statement runs only after a `yield` of its function."""
    for each in around:
        if not each.are_alternatives and has_yield(each.block[: each.position]):
            return True
        is_later = isinstance(each.statement, TRIES) and each.part != "body"
        if is_later and has_yield(getattr(each.statement, "body", [])):
            return True
    return False
