"""Which names each round of a loop binds to another value."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import Around
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.single import has_one_value
from background_typed_check.facts.source import walk

Counted: TypeAlias = ast.For | ast.AsyncFor | ast.comprehension
COUNTED: Final = (ast.For, ast.AsyncFor)
# The target of a loop that nobody reads.
IGNORED: Final = "_"


class Rebinding(NamedTuple):
    """A value that a statement gives to names, as a whole or in parts."""

    names: frozenset[str]
    value: ast.expr
    is_new: bool = False
    """Whether it is surely another value than in the round before."""
    is_counter: bool = False
    """Whether it counts the rounds."""


def targets_of(loops: Iterable[Counted], scope: Scope, facts: Facts) -> frozenset[str]:
    """Return the targets of some loops, apart from loops over one value."""
    several = [each for each in loops if not has_one_value(each.iter, scope, facts)]
    names: frozenset[str] = frozenset()
    return names.union(*(bound_in(each.target) for each in several)) - {IGNORED}


def changing(
    rebindings: Sequence[Rebinding], names: frozenset[str], scope: Scope, facts: Facts
) -> frozenset[str]:
    """Return names that each round binds to another value, and those whose values depend on them.

    A value that depends on the one before is left alone: the task may be meant to see the last one.
    """
    while True:
        more = [
            each.names
            for each in rebindings
            if each.is_new
            or takes_next(each.value, scope, facts)
            or (names_in(each.value) & names and not names_in(each.value) & each.names)
        ]
        if names.issuperset(frozenset().union(*more)):
            return names
        names = names.union(*more)


def rebindings_in(around: Sequence[Around]) -> Iterator[Rebinding]:
    """Yield what any round binds that reaches a statement, by what is around it in the loop."""
    loop = around[-1].statement
    conditions = names_in(loop.test) if isinstance(loop, ast.While) else frozenset()
    for one in around:
        yield from by_condition(one.statement)
        siblings = [] if one.are_alternatives else one.block
        for statement in (one.statement, *siblings):
            for each in bound_by(statement):
                is_constant = isinstance(each.value, ast.Constant)
                is_new = each.is_new or (bool(each.names & conditions) and not is_constant)
                yield each._replace(is_new=is_new)


def by_condition(statement: ast.AST) -> Iterator[Rebinding]:
    """Yield what the condition of a statement binds. A loop ends only if its condition changes."""
    if isinstance(statement, (ast.If, ast.While)):
        for each in walk(statement.test):
            if isinstance(each, ast.NamedExpr):
                is_new = isinstance(statement, ast.While)
                yield Rebinding(bound_in(each.target), each.value, is_new)


def bound_by(statement: ast.AST) -> Iterator[Rebinding]:
    """Yield what a statement itself binds whenever it runs."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            yield from (Rebinding(bound_in(each), value) for each in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield Rebinding(bound_in(target), value)
        case ast.AugAssign(target=ast.Name() as target, value=ast.Constant(value=int())):
            yield Rebinding(bound_in(target), target, is_new=True, is_counter=True)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for each in items:
                if each.optional_vars is not None:
                    yield Rebinding(bound_in(each.optional_vars), each.context_expr)


def takes_next(value: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether a value is taken from others, so that the next one is another."""
    calls = [each for each in walk(value) if isinstance(each, ast.Call)]
    return any(
        (isinstance(each.func, ast.Attribute) and each.func.attr in apis.TAKING)
        or facts.names.is_one_of(each.func, scope, apis.NEXT)
        for each in calls
    )


def names_in(expression: ast.expr) -> frozenset[str]:
    """Return the names that an expression reads."""
    return names_with(ast.Load, expression)


def bound_in(target: ast.expr) -> frozenset[str]:
    """Return the names that a target binds."""
    return names_with(ast.Store, target)


def names_with(context: type[ast.expr_context], expression: ast.expr) -> frozenset[str]:
    """Return the names in an expression that it reads, or those that it binds."""
    names = (each for each in walk(expression) if isinstance(each, ast.Name))
    return frozenset(each.id for each in names if isinstance(each.ctx, context))
