"""Exception handlers and middleware: functions that are called with two arguments, and no more.

(`starlette._exception_handler.wrap_app_handling_exceptions`,
`starlette.middleware.base.BaseHTTPMiddleware.__call__`.)
"""

import ast
from collections.abc import Iterator
from enum import Enum, auto

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.handlers import files_with, uses_in_file
from background_typed_check.facts.meanings import Function, class_of_body
from background_typed_check.facts.scopes import FunctionNode, Scope, first_of
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.uses import Uses


class Called(Enum):
    """What calls a function."""

    FOR_EXCEPTIONS = auto()
    """With the request and the exception."""
    AS_MIDDLEWARE = auto()
    """With the request, and the function that calls the next one."""


def is_left_out(uses: Uses, facts: Facts) -> bool:
    """Return whether a collection is a parameter behind the request and another one."""
    if uses.parameter is None or uses.parameter.default is not None or uses.made:
        return False
    arguments, around = uses.function.args, uses.scope.parent
    positional = [*arguments.posonlyargs, *arguments.args]
    if around is not None and class_of_body(around) is not None:
        positional = positional[1:]
    annotation = positional[0].annotation if len(positional) > 1 else None
    return (
        uses.parameter.argument in [*positional[2:], *arguments.kwonlyargs]
        and annotation is not None
        and facts.names.is_one_of(annotation, uses.scope.annotation_scope, apis.REQUESTS)
    )


def called_as(uses: Uses, facts: Facts) -> Called | None:
    """Return what calls a function, if it is one thing and nothing else does."""
    node, around, unknown = uses.function, uses.scope.parent or uses.scope.module, None
    return facts.memo.ask(("called as", node), lambda: _called_as(node, around, facts), unknown)


def _called_as(node: FunctionNode, around: Scope, facts: Facts) -> Called | None:
    facts.memo.rest_on(around.source)
    here = [*uses_in_file(node.name, around, facts)]
    cls = class_of_body(around)
    if cls is not None:
        is_own = node.name == apis.DISPATCH and not node.decorator_list and not here
        is_middleware = is_own and facts.classes.derives(cls, apis.MIDDLEWARES)
        return Called.AS_MIDDLEWARE if is_middleware else None
    found = [by_decorator(each, around, facts) for each in node.decorator_list]
    found += [by_use(each, around.source, facts) for each in here]
    if None not in found:  # to read other files costs more
        for source in files_with(node.name, around.source, facts):
            found += by_file(source, Function(node, around), facts)
    return found[0] if found and len({*found}) == 1 else None


def by_decorator(decorator: ast.expr, scope: Scope, facts: Facts) -> Called | None:
    """Return what calls a function with a decorator, None if unknown."""
    name = facts.decorators.name_of(decorator, scope)
    if not isinstance(decorator, ast.Call):
        return None
    if name in apis.HANDLING:
        return Called.FOR_EXCEPTIONS
    return Called.AS_MIDDLEWARE if name in apis.ADDING_MIDDLEWARE else None


def by_file(source: Source, function: Function, facts: Facts) -> Iterator[Called | None]:
    """Yield for each use of a function in another file what calls it, None if unknown."""
    name, scopes = function.node.name, facts.scopes(source)
    if any(
        isinstance(each, ast.alias) and each.name == name and each.asname
        for each in walk(source.tree)
    ):
        yield None
    for use in (*scopes.names.get(name, ()), *scopes.attributes.get(name, ())):
        around = scopes.around.get(first_of(use))
        meaning = facts.names.resolve(use, around) if around is not None else None
        if isinstance(meaning, Function) and meaning.node is function.node:
            yield by_use(use, source, facts)
        elif meaning is None:
            yield None


def by_use(use: ast.expr, source: Source, facts: Facts) -> Called | None:
    """Return what calls a function that is used somewhere, None if unknown."""
    parents, around = source.parents, facts.scopes(source).around
    table = parents[use]
    passed = parents[table] if isinstance(table, ast.Dict) else table
    keyword = passed.arg if isinstance(passed, ast.keyword) else None
    call = parents[passed] if keyword is not None else passed
    if not isinstance(call, ast.Call) or call.func is use:
        return None
    if keyword == apis.EXCEPTION_HANDLERS:
        is_made = passed is not table and facts.names.is_call_of(
            call, around[call], apis.APPLICATIONS
        )
        return Called.FOR_EXCEPTIONS if is_made else None
    if keyword == apis.DISPATCH:
        made = [call.func, *call.args[:1]]
        is_made = any(facts.names.is_one_of(each, around[call], apis.MIDDLEWARES) for each in made)
        return Called.AS_MIDDLEWARE if is_made else None
    if isinstance(call.func, ast.Call):
        return by_decorator(call.func, around[call], facts) if call.args == [use] else None
    is_handler = keyword == apis.HANDLER or call.args[1:] == [use]
    is_adding = facts.decorators.name_of(call, around[call]) in apis.ADDING_HANDLERS
    return Called.FOR_EXCEPTIONS if is_handler and is_adding else None
