"""All that the task does is to make something: nobody starts, runs or calls that.

Starlette calls the function of the task in a worker thread and drops what it returns
(`starlette.background.BackgroundTask.__call__`): here a thread that has not started, another
background task, a function, or an object that keeps what it is given for its methods.

Wrong:

    tasks.add_task(threading.Thread, target=send, args=("a@example.com",))
    tasks.add_task(lambda: BackgroundTask(send, "a@example.com"))

    class Mail:
        def __init__(self, to: str) -> None:
            self.to = to

        def send(self) -> None: ...

    tasks.add_task(Mail, "a@example.com")

Right:

    tasks.add_task(send, "a@example.com")
    tasks.add_task(Mail("a@example.com").send)

Left alone: a class that does anything else when it makes an object, or whose base or decorator may;
a function that calls anything else.
"""

import ast
from collections.abc import Iterator

from background_typed_check.codes import NEVER_RUNS as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import CALL
from background_typed_check.facts.meanings import Class
from background_typed_check.facts.products import Product, methods_of, product_in, product_of
from background_typed_check.facts.runs import started_by
from background_typed_check.facts.tasks import Direct, Run, Task
from background_typed_check.rules.needs_loop import escaped
from background_typed_check.rules.never_runs import explain
from background_typed_check.rules.rule import About, Problem
from background_typed_check.rules.words import deferring

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.RUN


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if all that the task does is to make something that nobody runs."""
    run = task.run
    if run is None or run.returned is not None:
        return
    if run.is_unclear:
        yield from of_lambda(task, run, facts)
        return
    call = run.made or run.call
    made = product_of(call.callee, run.functions, facts)
    if made is not None:
        instead = instead_of(made, run.call, task, facts)
        yield explain(task, run, f"{{name}} makes {made.value}", instead)


def of_lambda(task: Task, run: Run, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if a lambda returns a function instead of calling it."""
    inner = run.inner
    scope = facts.scopes(run.call.callee.scope.source).of.get(inner) if inner is not None else None
    if inner is None or scope is None or isinstance(inner.body, ast.Call):
        return
    if product_in(inner.body, scope, facts) is not Product.FUNCTION:
        return
    text = task.source.text(inner.body) if scope.source is task.source else None
    more = "" if isinstance(inner.body, ast.Lambda) else ", ..."
    instead = f"{task.adder.name}({text or 'function'}{more})"
    why = "The lambda returns a function that nobody calls"
    yield explain(task, run, why, f"Pass the function itself: {escaped(instead)}")


def instead_of(made: Product, call: Direct, task: Task, facts: Facts) -> str:
    """Return what to write instead of a call that makes something, to be filled in."""
    if made is Product.OBJECT:
        return for_object(call, facts)
    if made is Product.FUNCTION:
        return "Pass what it returns: {adder}({call})"
    passed: Direct | None = None
    if made is Product.TASK:
        passed = call.first_called()
    elif made is Product.THREAD:
        passed = started_by(call, facts)
    more = f"{task.adder.name}(function, ...)"
    text = deferring(task.adder.name, passed, task.source) if passed is not None else more
    return f"Pass the function and its arguments: {escaped(text)}"


def for_object(call: Direct, facts: Facts) -> str:
    """Return what to pass of an object: itself, if it can be called, or its only method."""
    cls = facts.names.resolve(*call.callee)
    methods = methods_of(cls, facts) if isinstance(cls, Class) else []
    if CALL in methods:
        return "Pass the object: {adder}({call})"
    if len(methods) == 1:
        return f"Pass its method: {{adder}}({{call}}.{methods[0]})"
    return "Pass a method of the object that {name} makes"
