"""What is known about conditions: `if urgent:` was true, and still is.

A function is looked at in each of the worlds that its parameters allow: one in which `urgent` is
true, and one in which it is false. What happens in all of them is certain.
"""

import ast
import itertools
from collections.abc import Iterator
from types import NoneType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts.annotations import alternatives
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.computations import names_computed_with
from background_typed_check.facts.nodes import is_none
from background_typed_check.facts.scopes import FUNCTIONS, Parameter, Scope
from background_typed_check.facts.source import walk

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Fixed(NamedTuple):
    """A name that stays true or false."""

    name: str
    value: bool
    is_bool: bool
    """Whether it is `True` or `False` itself."""


Known: TypeAlias = frozenset[Fixed]
"""What is known about names: a world."""
NOTHING: Final[Known] = frozenset()
# More names would make too many worlds.
MOST: Final = 4


def truth(test: ast.expr, known: Known) -> bool | None:
    """Return whether a condition is true, None if that is not known."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name(id=name):
            return next((each.value for each in known if each.name == name), None)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = truth(operand, known)
            return None if inner is None else not inner
        case ast.BoolOp(op=op, values=values):
            found = {truth(each, known) for each in values}
            ending = isinstance(op, ast.Or)  # what one of them decides
            return ending if ending in found else None if None in found else not ending
        case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=bool() as value)]):
            exact = exactly(left, known)
            if exact is None or not isinstance(op, (ast.Is, ast.Eq, ast.IsNot, ast.NotEq)):
                return None
            return (exact == value) == isinstance(op, (ast.Is, ast.Eq))
    return None


def exactly(value: ast.expr, known: Known) -> bool | None:
    """Return whether an expression is `True` or `False` itself, None if that is not known."""
    match value:
        case ast.Constant(value=bool() as constant):
            return constant
        case ast.Name(id=name):
            return next((each.value for each in known if each.name == name and each.is_bool), None)
        case ast.UnaryOp(op=ast.Not()) | ast.Compare():
            return truth(value, known)
    return None


def is_entered(loop: ast.stmt, known: Known) -> bool | None:
    """Return whether a loop has any round, None if that is not known."""
    match loop:
        case ast.While(test=test):
            return truth(test, known)
        case ast.For(iter=(ast.List() | ast.Set() | ast.Tuple()) as iterated):
            elements = iterated.elts
            is_sure = not elements or not all(isinstance(each, ast.Starred) for each in elements)
            return bool(elements) if is_sure else None
        case ast.For(iter=ast.Call(func=ast.Name(id="range"), args=[count], keywords=[])):
            match count:
                case ast.Constant(value=int() as number):
                    return number > 0
                case ast.Call(func=ast.Name(id="int"), args=[number], keywords=[]):
                    return exactly(number, known)
    return None


def chosen(statement: ast.Match, known: Known) -> list[ast.match_case] | None:
    """Return the case of a `match` that runs, if any does, None if that is not known."""
    value = exactly(statement.subject, known)
    for each in statement.cases if value is not None else ():
        match each.pattern:
            case ast.MatchSingleton(value=constant) if each.guard is None:
                if constant is value:
                    return [each]
            case ast.MatchAs(pattern=None) if each.guard is None:
                return [each]
            case _:
                return None
    return [] if value is not None else None


def is_exhaustive(cases: list[ast.match_case]) -> bool:
    """Return whether one of some cases surely matches."""
    plain = [each.pattern for each in cases if each.guard is None]
    return any(isinstance(each, ast.MatchAs) and each.pattern is None for each in plain)


def worlds_of(scope: Scope, facts: "Facts") -> list[Known]:
    """Return what may be known about the conditions in a function: one of these holds."""
    question, nothing = ("worlds", scope), [NOTHING]
    return facts.memo.ask(question, lambda: [*find_worlds(scope, facts)], nothing)


def worlds_given(known: Known, scope: Scope, facts: "Facts") -> Iterator[Known]:
    """Yield the worlds of a function in which that is so which is known."""
    for each in worlds_of(scope, facts):
        whole = known | each
        if len({fixed[:2] for fixed in whole}) == len({fixed.name for fixed in whole}):
            yield whole


def find_worlds(scope: Scope, facts: "Facts") -> Iterator[Known]:
    """Yield the worlds of a function, for the names that its conditions are about."""
    if not isinstance(scope.node, FUNCTIONS):
        yield NOTHING
        return
    tested = {name for each in inside(scope.node.body) for name in tested_in(each)}
    fixed = {
        name: is_bool for name in tested if (is_bool := kind_of(name, scope, facts)) is not None
    }
    names = sorted(fixed)[:MOST]
    for values in itertools.product((True, False), repeat=len(names)):
        pairs = zip(names, values, strict=True)
        yield frozenset(Fixed(name, value, fixed[name]) for name, value in pairs)


def tested_in(statement: ast.AST) -> Iterator[str]:
    """Yield the names that a statement may depend on for what it does next."""
    match statement:
        case (
            ast.If(test=about)
            | ast.While(test=about)
            | ast.Assert(test=about)
            | ast.Match(subject=about)
            | ast.For(iter=about)
        ):
            yield from (each.id for each in walk(about) if isinstance(each, ast.Name))
        case _:
            yield from names_computed_with(statement)


def kind_of(name: str, scope: Scope, facts: "Facts") -> bool | None:
    """Return whether a name is a `bool`, None if it does not stay true or false.

    A parameter does that nothing can change. FastAPI converts parameters to the classes of their
    annotations, but not what `Depends` returns.
    """
    owner = scope.owner(name)
    bindings = owner.bindings.get(name, []) if owner is not None else []
    parameter = bindings[0] if len(bindings) == 1 else None
    if owner is None or not isinstance(parameter, Parameter):
        return None
    annotation = parameter.argument.annotation
    if annotation is None or not isinstance(parameter.default, (ast.Constant, NoneType)):
        return None
    parts = alternatives(annotation) if isinstance(annotation, ast.BinOp) else [annotation]
    around = owner.annotation_scope
    is_fixed = bool(parts) and all(
        is_none(each) or facts.names.is_one_of(each, around, apis.IMMUTABLE) for each in parts
    )
    if not is_fixed:
        return None
    return all(facts.names.is_one_of(each, around, apis.BOOL) for each in parts)
