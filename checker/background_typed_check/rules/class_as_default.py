"""`tasks=BackgroundTasks` in a handler: the class is the default, and no collection is passed.

FastAPI passes a collection to a parameter with that annotation
(`fastapi.dependencies.utils.add_non_field_param_to_dependency`). A parameter without an annotation
is one of the query, and gets its default: adding a task to the class raises TypeError.

Wrong:

    @app.post("/orders")
    async def order(email: str, tasks=BackgroundTasks):
        tasks.add_task(send, email)

Right:

    @app.post("/orders")
    async def order(email: str, tasks: BackgroundTasks):
        tasks.add_task(send, email)

Corrected: the class becomes the annotation.

Left alone: a parameter that has an annotation, or that no task is added to; a function that is not
a handler, because its callers may pass a collection.
"""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.codes import INJECTION as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.collection_uses import Use
from background_typed_check.facts.decorators import is_route
from background_typed_check.facts.scopes import FUNCTIONS, Parameter, Scope
from background_typed_check.facts.uses import loads
from background_typed_check.rules.places import gap
from background_typed_check.rules.rule import Edit, Problem

__all__ = ["CODE", "find"]


def find(use: Use, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the class of collections is a default in a handler."""
    parents = use.source.parents
    arguments = parents[use.whole]
    function = parents[arguments] if isinstance(arguments, ast.arguments) else None
    if not isinstance(function, FUNCTIONS) or isinstance(use.whole, ast.Call):
        return
    names = [facts.decorators.name_of(each, use.scope) for each in function.decorator_list]
    own = facts.scopes(use.source).of[function]
    parameter = next(
        each
        for bindings in own.bindings.values()
        for each in bindings
        if isinstance(each, Parameter) and each.default is use.whole
    )
    name = parameter.argument.arg
    added = [parents[each] for each in loads(name, own, facts)]
    if (
        any(each is not None and is_route(each) for each in names)
        and parameter.argument.annotation is None
        and len(own.bindings[name]) == 1
        and any(isinstance(each, ast.Attribute) and each.attr in apis.ADDERS for each in added)
    ):
        text = use.source.text(use.whole)
        yield Problem(
            use.source.place(use.whole),
            f'"{name}" has no annotation, so FastAPI passes no collection, and it is the class '
            "itself: adding a task to it raises TypeError",
            f"Annotate it instead: {name}: {text}",
            annotated(parameter.argument, use.whole, own),
        )


def annotated(name: ast.arg, default: ast.expr, own: Scope) -> tuple[Edit, ...]:
    """Return the edit that makes the default of a parameter its annotation."""
    between = gap(own.source.place(name), own.source.place(default))
    arguments = own.source.parents[default]
    # Python wants a default behind one that has a default.
    is_first = isinstance(arguments, ast.arguments) and default in (
        *arguments.defaults[:1],
        *arguments.kw_defaults,
    )
    is_bare = own.source.read(between).strip() == "="
    return (Edit(between, ": ", is_safe=True),) if is_first and is_bare else ()
