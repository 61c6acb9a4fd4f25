"""A function that reads what a loop binds anew: each task sees the last value.

A function, a lambda or a generator reads the variables of the function around it when it runs
("Naming and binding" in the reference of Python). A task runs after the response
(`starlette.responses.Response.__call__`), and so after the loop that added it.

Wrong:

    for address in addresses:
        tasks.add_task(lambda: send(address))

Right:

    for address in addresses:
        tasks.add_task(send, address)

Corrected: the function and its arguments are passed in place of the lambda, or the names become its
parameters.

Left alone: a value that is bound when the task is added, by an argument, a default or `partial`; a
loop that ends after it added the task, or has one round only; a condition that may hold in one
round only, such as a comparison with the last element; a collection that the loop uses for anything
else, such as `await tasks()`; a generator, which may be waiting in the loop; a name that is bound
to a value that does not depend on the round.
"""

import ast
from collections.abc import Iterator

from background_typed_check.codes import LATE as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.later import Later, later_in, reads_of
from background_typed_check.facts.rounds import Loop, loops_around, of_comprehension
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.waiting import waits_for
from background_typed_check.rules.bound_now import bound_now
from background_typed_check.rules.rule import About, Problem, Related
from background_typed_check.rules.words import listed, name_of

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.ROUND


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem for each function of a task that reads what a loop around it binds anew."""
    for later in later_in(task, facts):
        reads = late_reads(later, task, facts)
        if not reads:
            continue
        names = [*dict.fromkeys(each.id for each in reads)]
        instead, edits = bound_now(later, names, task)
        yield Problem(
            task.source.place(later.given),
            f"{subject_of(later)} reads {listed(names)} when it runs, after the loop: each task "
            f"sees the last {'value' if len(names) == 1 else 'values'}",
            instead,
            edits,
            tuple(Related(task.source.place(each), "it is read here") for each in reads),
        )


def subject_of(later: Later) -> str:
    """Return how to name what runs later."""
    if isinstance(later.body, ast.GeneratorExp):
        return "The generator"
    name = name_of(later.given)
    return "The lambda" if name in {None, "<lambda>"} else f'"{name}"'


def late_reads(later: Later, task: Task, facts: Facts) -> list[ast.Name]:
    """Return where a function reads a name that a loop around the task binds anew."""
    loops = loops_of(later, task, facts)
    if not loops:
        return []
    scopes = facts.scopes(task.source)
    found = []
    for read in reads_of(later.body, task.source, facts):
        owner = scopes.around[read].owner(read.id)
        is_late = any(
            read.id in each.names and each.scope.owner(read.id) is owner for each in loops
        )
        if is_late and not any(read.id in each.declared for each in scopes.declaring):
            found.append(read)
    return found


def loops_of(later: Later, task: Task, facts: Facts) -> list[Loop]:
    """Return the loops that have ended when a function runs with its task."""
    if later.listed is not None:
        found = of_comprehension(later.listed, task.source, facts)
        return [] if found is None else [found]
    loops = loops_around(later.given, task.scope, facts)
    return [each for each in loops if waits_for(task, each, facts)]
