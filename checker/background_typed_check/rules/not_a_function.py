"""The result of a call as a task: the function is called now, and nothing is left to call later.

After the response, Starlette calls what it was given
(`starlette.background.BackgroundTask.__call__`). Python raises TypeError if that is a coroutine,
None, or anything else that cannot be called.

Wrong:

    tasks.add_task(send("a@example.com"))
    tasks.add_task(await send("a@example.com"))

    job = send("a@example.com")
    tasks.add_task(job)

Right:

    tasks.add_task(send, "a@example.com")

Corrected: the function and its arguments are passed, which is unsafe if the function is not at
hand; a generator is run by `list`, which keeps all its items in memory until the end.

Left alone: a call that may return a function; a variable that holds something else as well, or that
is read elsewhere, because its coroutine may be awaited there.
"""

import ast
from collections.abc import Iterator
from itertools import islice

from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.bodies import unawaited
from background_typed_check.facts.classes import CALL
from background_typed_check.facts.instances import Instance, Instances
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.products import product_of
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.tasks import Task, direct_of
from background_typed_check.facts.uses import loads
from background_typed_check.rules import (
    async_generator,
    context_manager,
    generator,
    made_only,
    needs_loop,
)
from background_typed_check.rules.moving import replacing, spread
from background_typed_check.rules.never_runs import correction
from background_typed_check.rules.rule import About, Edit, Problem
from background_typed_check.rules.words import deferring, quoted_name

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.RUN

# Passing a generator function would be the next mistake.
NEXT = {
    Returned.GENERATOR: generator.INSTEAD,
    Returned.ASYNC_GENERATOR: async_generator.INSTEAD,
    **context_manager.INSTEAD,
}


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task is the result of a call and cannot be called."""
    if task.direct is None:
        return
    callee, scope = task.direct.callee
    given = facts.names.resolve(callee, scope)
    if not isinstance(given, Value) or given.scope is not scope:
        return
    if isinstance(callee, ast.Name) and [*islice(loads(callee.id, scope, facts), 2)] != [callee]:
        return  # its coroutine may be awaited there
    call = unawaited(given.node)
    if not isinstance(call, ast.Call):
        return  # `await task` does not await a call
    returned = facts.expressions.classes_of(*given)
    if not returned or any(can_be_called(each, facts) for each in returned):
        return
    yield Problem(
        task.source.place(callee),
        f"The task is what {quoted_name(call.func, 'the call')} returned ({shown(returned)}), not "
        "a function: it cannot be called, so it raises TypeError after the response",
        instead_of(call, scope, task, facts),
        passed_instead(call, scope, task, facts),
    )


def can_be_called(instance: Instance, facts: Facts) -> bool:
    """Return whether an instance may be callable: False only if it certainly is not."""
    if instance.is_class:
        return True
    if isinstance(instance.of, External):
        return facts.knowledge.may_be_called(instance.of.name)
    return facts.classes.has(instance.of, CALL) is not False


def shown(returned: Instances) -> str:
    """Return the type of the result as its source writes it."""
    return f'"{" | ".join(each.shown or last_part(each) for each in returned)}"'


def last_part(instance: Instance) -> str:
    """Return the short name of a class."""
    of = instance.of
    return of.name.rpartition(".")[2] if isinstance(of, External) else of.node.name


def passed_instead(call: ast.Call, scope: Scope, task: Task, facts: Facts) -> tuple[Edit, ...]:
    """Return the edit that passes the function of a call, and its arguments."""
    direct, functions = task.direct, facts.functions.called(call.func, scope)
    if direct is None or direct.args or direct.keywords:
        return ()
    if unawaited(direct.callee.node) is not call:
        return ()
    source = task.source
    if product_of(Value(call.func, scope), functions, facts) is not None:
        return ()
    if needs_loop.seeks_loop(functions):
        of = call.args[0] if len(call.args) == 1 and not call.keywords else None
        return replacing(task, spread(of, task)) if of is not None else ()
    returned = facts.lazy.returned(functions)
    if returned is Returned.GENERATOR:
        return replacing(task, f"list, {source.read(source.place(call))}")
    if returned in NEXT:
        return ()
    is_safe = bool(functions) and all(isinstance(each, Function) for each in functions)
    return replacing(task, spread(call, task), is_safe=is_safe)


def instead_of(call: ast.Call, scope: Scope, task: Task, facts: Facts) -> str:
    """Return what to write instead of calling the function."""
    direct = direct_of(call, scope)
    functions = facts.functions.called(call.func, scope)
    if needs_loop.seeks_loop(functions):
        return needs_loop.correction(direct, task)
    made = product_of(direct.callee, functions, facts)
    if made is not None:
        return correction(made_only.instead_of(made, direct, task, facts), task, direct)
    returned = facts.lazy.returned(functions)
    if returned in NEXT:
        return correction(NEXT[returned], task, direct)
    has_more = task.direct is not None and (task.direct.args or task.direct.keywords)
    written = (
        f"{task.adder.name}(function, ...)"
        if has_more
        else deferring(task.adder.name, direct, task.source)
    )
    return f"Pass the function and its arguments: {written}"
