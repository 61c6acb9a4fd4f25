"""Loops around an expression, of which another round may follow: what that binds anew."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from background_typed_check.facts import Facts
from background_typed_check.facts.around import (
    LOOPS,
    TRIES,
    WITHS,
    Around,
    around_of,
    statement_around,
)
from background_typed_check.facts.bodies import OPENING, has_yield
from background_typed_check.facts.ends import ON, Ends
from background_typed_check.facts.flow import JUMPS
from background_typed_check.facts.rebinding import (
    COUNTED,
    Rebinding,
    changing,
    names_in,
    rebindings_in,
    targets_of,
)
from background_typed_check.facts.scopes import COMPREHENSIONS, Scope
from background_typed_check.facts.single import has_one_round
from background_typed_check.facts.source import Source, walk

# Names of what holds in the last round.
LAST: Final = re.compile(r"(^|_)(done|final|last)(_|$)")
# Comparisons that may hold in one round only.
PICKING: Final = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class Loop(NamedTuple):
    """A loop or comprehension around an expression, of which another round may follow."""

    node: ast.stmt | ast.expr
    scope: Scope
    """The scope that its names are bound in, or a scope inside it."""
    names: frozenset[str]
    """The names that each round binds to another value."""


def loops_around(expression: ast.expr, scope: Scope, facts: Facts) -> Iterator[Loop]:
    """Yield the loops of the same function around an expression, from the inside out."""
    source = scope.source
    inner: ast.AST = expression
    while True:
        outer, found = source.parents[inner], None
        if isinstance(outer, (*OPENING, ast.GeneratorExp, ast.Module)):
            return
        if isinstance(outer, COMPREHENSIONS) and isinstance(inner, ast.expr):
            found = of_comprehension(outer, source, facts)
        elif isinstance(outer, LOOPS) and inner in outer.body:
            around = [*around_of(statement_around(expression, source), outer, source)]
            found = of_statement(outer, around, scope, facts)
        if found is not None:
            yield found
        inner = outer


def of_comprehension(node: ast.expr, source: Source, facts: Facts) -> Loop | None:
    """Return a comprehension as a loop, None if there may be no second round."""
    generators: list[ast.comprehension] = getattr(node, "generators", [])
    scope = facts.scopes(source).of[node]
    names = targets_of(generators, scope, facts)
    tests = [test for each in generators for test in each.ifs]
    return Loop(node, scope, names) if names and not picks_one(tests, names, ()) else None


def of_statement(
    loop: ast.For | ast.AsyncFor | ast.While, around: list[Around], scope: Scope, facts: Facts
) -> Loop | None:
    """Return a loop, None if no second round may reach a statement that these are around."""
    if has_one_round(loop, loop.body, scope, facts) or has_yield(loop.body):
        return None
    ends = end_of_round(around, scope.source, facts)
    if not (ends.goes_on or ends.continues):
        return None
    counted = [each.statement for each in around if isinstance(each.statement, COUNTED)]
    # Each round of a loop around another goes through the same values, unless they depend on it.
    counted = [each for each in counted if each is loop or names_in(each.iter) & own_names(loop)]
    rebindings = [*rebindings_in(around)]
    names = changing(rebindings, targets_of(counted, scope, facts), scope, facts)
    subjects = [each.statement.subject for each in around if isinstance(each.statement, ast.Match)]
    if any(names_in(each) & names for each in subjects):
        return None  # a case may hold in one round only
    tests = [*tests_before(around), *subjects]
    shared = names_in(loop.test) - names if isinstance(loop, ast.While) else frozenset()
    if picks_one(tests, names, rebindings) or any(names_in(each) & shared for each in tests):
        return None
    return Loop(loop, scope, names)


def own_names(loop: ast.stmt) -> frozenset[str]:
    """Return the names that the head of a loop binds."""
    return names_in(loop.target) if isinstance(loop, (ast.For, ast.AsyncFor)) else frozenset()


def tests_before(around: Sequence[Around]) -> Iterator[ast.expr]:
    """Yield the conditions that decide whether a round reaches a statement."""
    for each in around:
        if isinstance(each.statement, ast.If):
            yield each.statement.test
        for before in each.block[: each.position]:
            if isinstance(before, ast.If) and type(before.body[-1]) in JUMPS:
                yield before.test


def picks_one(
    tests: Iterable[ast.expr], names: frozenset[str], rebindings: Iterable[Rebinding]
) -> bool:
    """Return whether some conditions may hold in one round only, such as the last one.

    They read a counter, are named so, or compare what each round binds anew with something other
    than a text or `None`.
    """
    whole = [*tests]
    read = frozenset[str]().union(*map(names_in, whole))
    if any(each.is_counter and each.names & read for each in rebindings):
        return True
    whole += [each.value for each in rebindings if each.names & read]
    return any(may_pick(node, names) for test in whole for node in walk(test))


def may_pick(node: ast.AST, names: frozenset[str]) -> bool:
    """Return whether a part of a condition may hold in one round only."""
    if isinstance(node, (ast.Attribute, ast.Name)):
        return bool(LAST.search(node.id if isinstance(node, ast.Name) else node.attr))
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], PICKING):
        return False
    sides = [node.left, *node.comparators]
    is_new = any(
        isinstance(each, (ast.BinOp, ast.Call, ast.Name)) and names_in(each) & names
        for each in sides
    )
    return is_new and not any(map(is_plain, sides))


def is_plain(value: ast.expr) -> bool:
    """Return whether a value is a text or `None`, written out: several rounds may have it."""
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, str))


def end_of_round(around: Sequence[Around], source: Source, facts: Facts) -> Ends:
    """Return how a round of a loop may end after a statement in it, if nothing raises by itself.

    Args:
        around: The statements around it, from the inside out to the loop.
        source: The file.
        facts: What is known.

    """
    ends = ON
    for each in around:
        if not each.are_alternatives:
            ends = ends.then(of_block(each.block[each.position + 1 :], source, facts))
        if isinstance(each.statement, TRIES):
            parts = ("orelse", "finalbody") if each.part == "body" else ("finalbody",)
            ends = ends.then(of_parts(each.statement, parts, source, facts))
        elif isinstance(each.statement, LOOPS) and each is not around[-1]:
            ends = facts.flow.leaving(each, ends, source)
    return ends


def of_block(block: Sequence[ast.stmt], source: Source, facts: Facts) -> Ends:
    """Return how a block may end, if nothing raises by itself."""
    ends = ON
    for each in block:
        if isinstance(each, (*TRIES, *WITHS)):
            ends = ends.then(of_parts(each, ("body", "orelse", "finalbody"), source, facts))
        else:
            ends = ends.then(facts.flow.of(each, source))
    return ends


def of_parts(statement: ast.stmt, parts: Iterable[str], source: Source, facts: Facts) -> Ends:
    """Return how parts of a statement may end that run one after another."""
    ends = ON
    for each in parts:
        ends = ends.then(of_block(getattr(statement, each, []), source, facts))
    return ends
