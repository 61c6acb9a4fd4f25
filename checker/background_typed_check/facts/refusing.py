"""Dependencies that always raise: FastAPI calls no handler that has one.

(`fastapi.dependencies.utils.solve_dependencies`.)
"""

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import around_of, statement_around
from background_typed_check.facts.attribute_reads import is_whole
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.conditions import NOTHING
from background_typed_check.facts.decorators import is_socket
from background_typed_check.facts.depends import Depends, asked_by_parameters, depends_by
from background_typed_check.facts.handlers import ADDING, only_routes_of
from background_typed_check.facts.injection import dependencies_of, target_of
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.scopes import Scope

NOT_IMPLEMENTED: Final = External("builtins.NotImplementedError")


def refusing(handler: Function, facts: Facts) -> Function | None:
    """Return a dependency for which a handler is never called, None if there may be none."""
    return facts.memo.ask(("refusing", handler.node), lambda: _refusing(handler, facts), None)


def _refusing(handler: Function, facts: Facts) -> Function | None:
    found = first_raising(asked_by_parameters(handler, facts), facts)
    if found is None and not may_name_refusing(handler, facts):
        return None
    if facts.memo.ask("replaced", lambda: may_be_replaced(facts), unknown=True):
        return None
    routes = only_routes_of(handler, facts) or only_routes_of(handler, facts, is_socket)
    by_routes = [first_raising(asked_by(each, handler, facts), facts) for each in routes]
    if found is None and by_routes and None not in by_routes:
        return by_routes[0]
    return found if routes else None


def may_name_refusing(handler: Function, facts: Facts) -> bool:
    """Return whether a route of a handler may name such a dependency, by a quick look."""
    return handler.scope.source.mentions((ADDING,)) or any(
        first_raising(asked_by(each, handler, facts), facts) is not None
        for each in handler.node.decorator_list
        if isinstance(each, ast.Call)
    )


def may_be_replaced(facts: Facts) -> bool:
    """Return whether an application may put other functions in place of dependencies.

    That of a library lies elsewhere.
    """
    return not is_whole(facts) or bool(facts.files_mentioning(apis.OVERRIDES))


def asked_by(route: ast.Call, handler: Function, facts: Facts) -> Iterator[Depends]:
    """Yield the dependencies that a route names, and those that its router asks for."""
    yield from named_in(route, handler.scope, facts)
    owner = route.func.value if isinstance(route.func, ast.Attribute) else None
    router = facts.names.resolve(owner, handler.scope) if owner is not None else None
    made = router.node if isinstance(router, Value) else None
    if isinstance(router, Value) and isinstance(made, ast.Call):
        yield from named_in(made, router.scope, facts)


def named_in(call: ast.Call, scope: Scope, facts: Facts) -> Iterator[Depends]:
    """Yield the dependencies that a call names."""
    for each in dependencies_of(call) or ():
        if facts.names.is_call_of(each, scope, apis.DEPENDS):
            yield depends_by(each, scope)


def first_raising(asked: Iterable[Depends], facts: Facts) -> Function | None:
    """Return the first dependency that always raises, also among what they depend on."""
    for each in asked:
        target = target_of(each, facts)
        found = raising_for(target.function, facts) if target and target.function else None
        if found is not None:
            return found
    return None


def raising_for(dependency: Function, facts: Facts) -> Function | None:
    """Return what always raises when FastAPI calls a dependency: itself, or what it needs first."""
    question, unknown = ("raising for", dependency.node), None
    return facts.memo.ask(question, lambda: _raising_for(dependency, facts), unknown)


def _raising_for(dependency: Function, facts: Facts) -> Function | None:
    if always_raises(dependency, facts):
        return dependency
    return first_raising(asked_by_parameters(dependency, facts), facts)


def always_raises(dependency: Function, facts: Facts) -> bool:
    """Return whether each call of a dependency raises, and not only until it is written."""
    is_async = isinstance(dependency.node, ast.AsyncFunctionDef)
    if facts.lazy.yields(dependency.node):
        if not raises_before_yield(dependency, facts):
            return False
    elif not facts.leaving.never_returns(dependency, NOTHING, awaited=is_async):
        return False
    source = dependency.scope.source
    raised = [
        facts.raising.raised_by(each.statement, source)
        for each in facts.leaving.ends_of(dependency).exits
    ]
    # What is not implemented here is a place for something that others put there.
    return bool(raised) and all(
        each is not None and all(one.of != NOT_IMPLEMENTED for one in each) for each in raised
    )


def raises_before_yield(dependency: Function, facts: Facts) -> bool:
    """Return whether a generator always raises before it yields anything."""
    source, node = dependency.scope.source, dependency.node
    statements = [statement_around(each, source) for each in inside(node.body) if is_yield(each)]
    return (
        dependency.exact
        and not node.decorator_list
        and not facts.leaving.ends_of(dependency).goes_on
        and all(
            facts.reaching.stop_before([*around_of(each, node, source)], source) is not None
            for each in statements
        )
    )


def is_yield(node: ast.AST) -> bool:
    """Return whether a generator gives something to its caller here."""
    return isinstance(node, (ast.Yield, ast.YieldFrom))
