"""A collection that is made here and handed to nothing: nobody runs its tasks.

Adding a task does not run it. The response that carries the collection runs its tasks
(`starlette.responses.Response.__call__`). FastAPI gives the collection that it passes to a handler
to the response that it makes.

Wrong:

    @app.post("/orders")
    async def order(email: str) -> None:
        tasks = BackgroundTasks()
        tasks.add_task(send, email)

Right:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send, email)

The same for a collection that is a variable of a module, which nothing in the application runs,
and for one that a dependency makes (`def get(): return BackgroundTasks()`).

Left alone: a collection that is used for anything other than adding tasks; a subclass, which may
run its tasks itself.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.carriers import collection_lost
from background_typed_check.facts.decorators import is_route
from background_typed_check.facts.ending import others_with
from background_typed_check.facts.exit_order import is_called_once
from background_typed_check.facts.given import given_to
from background_typed_check.facts.going import Read
from background_typed_check.facts.handlers import is_only_handler
from background_typed_check.facts.made import is_new_collection
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.other_uses import is_harmless, other_uses
from background_typed_check.facts.scopes import FUNCTIONS
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.uses import Uses
from background_typed_check.facts.variables import reads_of_variable
from background_typed_check.rules import unused_background
from background_typed_check.rules.rule import About, Problem

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if nothing can run the collection that the task is added to."""
    if task.helper is not None:
        return  # tests call handlers like that, and look at what they add
    if facts.names.is_call_of(task.receiver, task.scope, apis.COLLECTIONS):
        yield Problem(
            task.source.place(task.call),
            "Nothing runs this collection, because it is made here and handed to nothing: "
            "this task is dropped",
            advice_at(task, "tasks", facts),
        )
        return
    if task.uses is None:
        yield from of_module(task, facts)
        return
    uses = task.uses
    is_given = is_given_new(uses, facts)
    if not is_given and (uses.parameter is not None or not uses.are_new(facts)):
        return
    if uses.held is not None and not is_only_handler(uses, facts):
        return
    if others_with(task, uses, facts):
        lost = collection_lost(uses, facts)
        if lost is not None:
            yield unused_background.explain(task, lost, f'"{uses.name}"', uses.name)
        return
    handed = "it is made here and handed to nothing"
    if other_uses(uses, facts):
        handed = "nothing that it is handed to follows"
    elif is_given:
        handed = "a dependency makes it, and it is handed to nothing"
    yield Problem(
        task.source.place(task.call),
        f'Nothing runs "{uses.name}", because {handed}: this task is dropped',
        advice_at(task, uses.name, facts),
    )


def is_given_new(uses: Uses, facts: Facts) -> bool:
    """Return whether a dependency makes a collection for a handler, and for nothing else."""
    around = uses.scope.parent
    if uses.parameter is None or uses.made or around is None:
        return False
    given = given_to(uses.parameter, uses.scope.annotation_scope, facts)
    if given is None or not facts.names.is_call_of(given.node, given.scope, apis.COLLECTIONS):
        return False
    handler = Function(uses.function, around)
    return is_called_once(given.scope.node, handler, facts) and is_only_handler(uses, facts)


def of_module(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task is added to a variable of a module that nothing runs."""
    made = facts.names.resolve(task.receiver, task.scope) if task.receiver is not None else None
    if not isinstance(made, Value) or not is_new_collection(*made, facts):
        return
    match made.scope.source.parents[made.node]:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            reads = reads_of_variable(name, made.scope, facts)
        case _:
            return
    if reads is not None and all(is_harmless(Read(*each), facts) for each in reads):
        yield Problem(
            task.source.place(task.call),
            f'Nothing runs "{name}", which belongs to a module and is handed to nothing: '
            "this task is dropped",
            advice_at(task, name, facts),
        )


def advice_at(task: Task, name: str, facts: Facts) -> str:
    """Return what to write instead: FastAPI passes a collection to handlers and dependencies only.

    Not to exception handlers, middleware, lifespans and the like, which have other decorators.
    """
    function = task.scope.node
    given = f"Give the collection to a response (background={name}), or "
    if isinstance(function, FUNCTIONS) and function.decorator_list:
        around = task.scope.parent or task.scope
        names = [facts.decorators.name_of(each, around) for each in function.decorator_list]
        if not any(each is not None and is_route(each) for each in names):
            return f"{given}run it: await {name}()"
    return f"{given}take the one that FastAPI passes"
