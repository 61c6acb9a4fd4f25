"""What dependencies do with their collection when a handler raises.

FastAPI throws the exception into each generator function at its `yield`
(`fastapi.routing.get_request_handler`). What stands behind it on another path does not run.
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.around import TRIES, Around, around_of, statement_around
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.depends import Depends, asked_by_parameters
from background_typed_check.facts.ends import Ends, Exit
from background_typed_check.facts.exceptions import Exceptions
from background_typed_check.facts.exit_order import may_stop_exceptions
from background_typed_check.facts.handlers import only_routes_of
from background_typed_check.facts.injection import (
    asked_by,
    asked_by_tree,
    harmful_uses,
    is_in_body_of,
    target_of,
)
from background_typed_check.facts.leaving import yields_openly
from background_typed_check.facts.meanings import Function
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
    asked = [[*asked_by_parameters(handler, facts)], asked_by_tree(source, facts)]
    routes = only_routes_of(handler, facts)
    asked += [asked_by(each, around, facts) for each in routes]
    if not routes or None in asked:
        return False
    depends = [each for some in asked for each in some or ()]
    generators = [*dict.fromkeys(generators_in(depends, facts))]
    harmful = {node for each in depends for node in harmful_uses(each, facts)}
    harmful -= {*filter(is_in_body_of(uses.function), harmful)}
    return pass_on(generators, facts) and all(
        any(not may_run(node, each, raised, facts) for each in generators) for node in harmful
    )


def pass_on(generators: Sequence[Function], facts: Facts) -> bool:
    """Return whether each of some dependencies gets what a handler raises, or none looks at it.

    One may raise something else in its place, or stop it.
    """
    looking = [each for each in generators if not yields_openly(each)]
    return not looking or (
        len(looking) == 1
        and (len(generators) == 1 or not may_stop_exceptions(looking[0].node, facts))
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
        target = target_of(each, facts)
        if target is not None and target.function is not None:
            if facts.lazy.yields(target.function.node):
                yield target.function
            yield from generators_in(asked_by_parameters(target.function, facts), facts)


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
