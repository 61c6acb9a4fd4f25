"""What dependencies do with their collection when a handler raises.

FastAPI throws the exception into each generator function at its `yield`
(`fastapi.routing.get_request_handler`). What stands behind it on another path does not run.
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.around import TRIES, Around, around_of, statement_around
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.depends import Depends, asked_by_parameters
from background_typed_check.facts.ends import Ends, Exit
from background_typed_check.facts.exceptions import Exceptions
from background_typed_check.facts.handlers import only_routes_of
from background_typed_check.facts.injection import (
    dependencies_of,
    harmful_uses,
    is_in_body_of,
    is_tree_harmless,
)
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.refusing import asked_by
from background_typed_check.facts.source import Source
from background_typed_check.facts.uses import Uses

YIELDS: Final = (ast.Yield, ast.YieldFrom)


def leaves_dependencies(uses: Uses, exits: Sequence[Exit], facts: Facts) -> bool:
    """Return whether no dependency of a handler runs the collection when the handler raises."""
    around, source = uses.scope.parent, uses.scope.source
    raised = what_leaves(exits, uses, facts)
    if around is None or not raised:
        return False
    handler = Function(uses.function, around)
    routes = only_routes_of(handler, facts)
    if not routes or any(dependencies_of(each) is None for each in routes):
        return False
    by_routes = (asked_by(each, handler, facts) for each in routes)
    asked = [*asked_by_parameters(handler, facts), *chain.from_iterable(by_routes)]
    generators = {*generators_in(asked, facts)}
    harmful = {node for each in asked for node in harmful_uses(each, facts)}
    harmful -= {*filter(is_in_body_of(uses.function), harmful)}
    # Another one may raise something else in its place.
    return (
        len(generators) == 1
        and is_tree_harmless(source, facts)
        and not any(may_run(node, each, raised, facts) for each in generators for node in harmful)
    )


def what_leaves(exits: Iterable[Exit], uses: Uses, facts: Facts) -> Exceptions:
    """Return the exceptions that leave a handler, nothing if one is unknown."""
    found: Exceptions = ()
    for each in exits:
        for raised in facts.catching.raised_at(each, uses.scope.source):
            if raised is None:
                return ()
            found += (raised,)
    return found


def generators_in(asked: Iterable[Depends], facts: Facts) -> Iterator[Function]:
    """Yield the dependencies that are generator functions, also of dependencies."""
    for each in asked:
        target = facts.names.resolve(each.on, each.scope) if each.on is not None else None
        if isinstance(target, Function):
            if facts.lazy.yields(target.node):
                yield target
            yield from generators_in(asked_by_parameters(target, facts), facts)


def may_run(node: ast.AST, function: Function, raised: Exceptions, facts: Facts) -> bool:
    """Return whether a generator function may run something, although its `yield` raises."""
    source = function.scope.source
    yields = [each for each in inside(function.node.body) if isinstance(each, YIELDS)]
    if len(yields) != 1 or not is_in_body_of(function.node)(node):
        return True
    statement = statement_around(yields[0], source)
    around = around_of(statement_around(node, source), function.node, source)
    parts = {each.statement: each for each in around}
    ends = Ends(goes_on=False, exits=(Exit(statement, raises=True, raised=raised),))
    outer = [*around_of(statement, function.node, source)]
    common = next(at for at, each in enumerate(outer) if each.statement in parts)
    for each in outer[:common]:
        if not ends.goes_on:
            ends = facts.flow.leaving_part(each, ends, source, [])
    other, raising = parts[outer[common].statement], outer[common]
    return ends.goes_on or not is_passed_over(other, raising, ends, source, facts)


def is_passed_over(
    other: Around, raising: Around, ends: Ends, source: Source, facts: Facts
) -> bool:
    """Return whether a part of a statement does not run when another part of it ends so."""
    if other.part == raising.part:
        return not other.are_alternatives and other.position > raising.position
    if other.part == "handlers" and raising.part == "body":
        entered = facts.catching.past_handlers(other.statement, ends, [], source)[1]
        return other.position not in entered
    return other.part == "orelse" and isinstance(other.statement, TRIES)
