"""A new collection in place of the one that was passed: nobody runs its tasks.

FastAPI runs the collection that it passed to the handler
(`fastapi.dependencies.utils.solve_dependencies`). A new one that is assigned to the same name is
handed to nothing.

Wrong:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> None:
        tasks = BackgroundTasks()
        tasks.add_task(send, email)

Right:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send, email)

Left alone: an assignment under a condition (`if tasks is None: ...`); a collection that the
function uses for anything other than adding tasks.
"""

from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.ending import around_task
from background_typed_check.facts.other_uses import other_uses
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.uses import Uses
from background_typed_check.rules.rule import About, Problem
from background_typed_check.rules.words import dropped

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task is added to a collection that replaced the passed one."""
    uses = task.uses
    if uses is None or uses.parameter is None or not uses.are_new(facts) or other_uses(uses, facts):
        return
    if is_replaced_before(task, uses):
        yield Problem(
            task.source.place(task.call),
            f'Nothing runs "{uses.name}", which is no longer the collection that was passed: '
            f"{dropped(task)}",
            f'Add to the collection that was passed: do not assign to "{uses.name}"',
        )


def is_replaced_before(task: Task, uses: Uses) -> bool:
    """Return whether the only assignment is in the function itself, before the task."""
    around = around_task(task, uses.function)
    if len(uses.made) != 1 or not around:
        return False  # it may be either of two collections
    body, assignment = uses.function.body, uses.made[0].statement
    return assignment in body and body.index(assignment) < around[-1].position
