"""In which order the dependencies of a request are entered, and so the reverse, left again.

FastAPI solves those of the application and its routers first, then those of the route, then those
of the parameters, each after what it depends on itself (`fastapi.routing.APIRoute`,
`fastapi.dependencies.utils.solve_dependencies`). It leaves those with `scope="function"` first.
"""

import ast
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import TRIES, WITHS
from background_typed_check.facts.decorators import is_route, is_socket
from background_typed_check.facts.depends import Depends, asked_by_parameters, depends_by
from background_typed_check.facts.handlers import calls_adding, routes_of, uses_in_file
from background_typed_check.facts.injection import (
    called_name,
    dependencies_of,
    files_passing_dependencies,
    target_of,
)
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.scopes import FunctionNode, Scope
from background_typed_check.facts.source import walk

# How deep dependencies of dependencies are followed.
DEEPEST: Final = 8
PLAIN: Final = frozenset({apis.DEPENDENCY, apis.SCOPE})
"""The keywords of `Depends` that do not make FastAPI call the same function twice."""


class Entry(NamedTuple):
    """A function that is called for a request."""

    node: FunctionNode
    ends_early: bool
    """Whether it ends before the response is sent."""


Order: TypeAlias = tuple[Entry, ...]


class Given(NamedTuple):
    """What is called for the dependencies of an application or router."""

    order: Order
    is_of_all: bool
    """Whether it is called first for all handlers of the tree: they have one application."""


def is_left_before(first: Function, second: Function, handler: Function, facts: Facts) -> bool:
    """Return whether one dependency of a request surely ends before another with the usual scope.

    Both are known to be dependencies of the handler.
    """
    entries = [each for each in order_of(handler, facts) or () if each.node is first.node]
    if entries and all(each.ends_early for each in entries):
        return not orders_with(first, facts)
    return is_entered_after(first, second, handler, facts)


def is_entered_after(first: Function, second: Function, handler: Function, facts: Facts) -> bool:
    """Return whether one dependency of a request is surely called after another one."""
    inner, outer = order_of(handler, facts), orders_of_routers(facts)
    if inner is None or outer is None:
        return False
    around = orders_with(first, facts)
    if around:
        is_later = not any(each.is_of_all for each in around)
        is_first = any(each.is_of_all for each in orders_with(second, facts))
        is_outside = {first.node, second.node}.isdisjoint(nodes_of(inner))
        is_in_one = len(around) == 1 and is_entered_first(second, first, around[0].order)
        return (is_later and is_first) or (is_outside and is_in_one)
    if second.node in nodes_of(inner):
        return is_entered_first(second, first, inner)
    return first.node in nodes_of(inner)


def is_called_once(node: ast.AST, handler: Function, facts: Facts) -> bool:
    """Return whether a request of a handler surely needs a function for one parameter only."""
    inner, outer = order_of(handler, facts), orders_of_routers(facts)
    if inner is None or outer is None:
        return False
    entered = [*nodes_of(inner), *(each for given in outer for each in nodes_of(given.order))]
    return [each for each in entered if each is node] == [node]


def orders_with(function: Function, facts: Facts) -> list[Given]:
    """Return the dependencies of applications and routers among which a function is called."""
    found = orders_of_routers(facts) or ()
    return [each for each in found if function.node in nodes_of(each.order)]


def nodes_of(order: Order) -> list[FunctionNode]:
    """Return the functions that are called, in their order."""
    return [each.node for each in order]


def is_entered_first(function: Function, other: Function, order: Order) -> bool:
    """Return whether all calls of a function come before those of another one."""
    nodes = nodes_of(order)
    last = next((at for at in reversed(range(len(nodes))) if nodes[at] is function.node), None)
    return last is not None and other.node in nodes and last < nodes.index(other.node)


def order_of(handler: Function, facts: Facts) -> Order | None:
    """Return what is called for the route of a handler and its parameters, None if unknown."""
    unknown: Order | None = None
    question = ("order", handler.node)
    return facts.memo.ask(question, lambda: _order_of(handler, facts), unknown)


def _order_of(handler: Function, facts: Facts) -> Order | None:
    node, around = handler.node, handler.scope
    uses = [*uses_in_file(node.name, around, facts)]
    routes = [
        *calls_adding(uses, around.source, facts),
        *(each for each in node.decorator_list if isinstance(each, ast.Call)),
    ]
    given = dependencies_of(routes[0]) if len(routes) == 1 else None
    of_route = of_calls(given, around, facts) if given is not None else None
    own = of_function(handler, facts, DEEPEST)
    return None if of_route is None or own is None else (*of_route, *own)


def of_calls(dependencies: Iterable[ast.expr], scope: Scope, facts: Facts) -> Order | None:
    """Return what is called for a list of dependencies."""
    return joined(
        of_depends(depends_by(each, scope), facts, DEEPEST)
        if facts.names.is_call_of(each, scope, apis.DEPENDS)
        else None
        for each in dependencies
    )


def of_function(function: Function, facts: Facts, depth: int) -> Order | None:
    """Return what is called for the parameters of a function."""
    found = asked_by_parameters(function, facts)
    return joined(of_depends(each, facts, depth) for each in found)


def of_depends(depends: Depends, facts: Facts, depth: int) -> Order | None:
    """Return what is called for a dependency: what it depends on itself comes first."""
    scope = next((each.value for each in depends.call.keywords if each.arg == apis.SCOPE), None)
    is_plain = all(each.arg in PLAIN for each in depends.call.keywords)
    target = target_of(depends, facts) if is_plain and depth else None
    if target is None or target.function is None:
        return () if target is not None else None
    before = of_function(target.function, facts, depth - 1)
    ends_early = isinstance(scope, ast.Constant) and scope.value == apis.OF_FUNCTION
    return None if before is None else (*before, Entry(target.function.node, ends_early))


def joined(orders: Iterator[Order | None]) -> Order | None:
    """Return several orders one after another, None if one is unknown."""
    found: list[Entry] = []
    for each in orders:
        if each is None:
            return None
        found += each
    return (*found,)


def orders_of_routers(facts: Facts) -> tuple[Given, ...] | None:
    """Return what is called for the dependencies of each application and router of the tree."""
    unknown: tuple[Given, ...] | None = None
    return facts.memo.ask("orders", lambda: _orders_of_routers(facts), unknown)


def _orders_of_routers(facts: Facts) -> tuple[Given, ...] | None:
    found: list[tuple[Order, bool]] = []
    for source in files_passing_dependencies(facts):
        facts.memo.rest_on(source)
        for call, scope in facts.scopes(source).around.items():
            if isinstance(call, ast.Call) and called_name(call).encode() in apis.INCLUDING:
                given = dependencies_of(call)
                order = of_calls(given, scope, facts) if given is not None else None
                if order is None:
                    return None
                found.append((order, facts.names.is_call_of(call, scope, apis.APPLICATIONS)))
    is_one = [is_app for _, is_app in found].count(True) == 1
    return tuple(Given(order, is_app and is_one) for order, is_app in found)


def is_never_resumed(dependency: Function, handler: Function, facts: Facts) -> bool:
    """Return whether what follows the `yield` of a dependency never runs, because a handler raises.

    The exception leaves the dependency at its `yield`, if no other one stops it before.
    """
    inner, outer = order_of(handler, facts), orders_of_routers(facts)
    if inner is None or outer is None:
        return False
    if any(isinstance(each, (*TRIES, *WITHS)) for each in walk(dependency.node)):
        return False
    if routes_of(handler.node, handler.scope, facts, is_handler) is None:
        return False  # a decorator may stop it
    around = {node for each in outer for node in nodes_of(each.order)}
    ends = facts.leaving.ends_of(handler)
    return (
        not ends.goes_on
        and all(each.raises for each in ends.exits)
        and not facts.lazy.yields(handler.node)
        and not any(may_stop_exceptions(each, facts) for each in {*around, *nodes_of(inner)})
    )


def is_handler(decorator: str) -> bool:
    """Return whether the decorator of that name makes a function a handler of any kind."""
    return is_route(decorator) or is_socket(decorator)


def may_stop_exceptions(node: FunctionNode, facts: Facts) -> bool:
    """Return whether a dependency may stop an exception that is raised at its `yield`."""
    return facts.lazy.yields(node) and any(
        isinstance(each, (*WITHS, ast.Return))
        or (isinstance(each, ast.ExceptHandler) and not isinstance(each.body[-1], ast.Raise))
        for each in walk(node)
    )
