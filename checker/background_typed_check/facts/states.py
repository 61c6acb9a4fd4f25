"""Attributes of `request.state`, which the whole tree shares for a request.

(`starlette.requests.HTTPConnection.state`.) Each request has its own.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.attribute_reads import (
    Reads,
    is_whole,
    leftmost,
    reads_in,
    stores_in,
)
from background_typed_check.facts.instances import UNKNOWN, Instances, are_all_of, united
from background_typed_check.facts.meanings import External
from background_typed_check.facts.programs import are_together
from background_typed_check.facts.scopes import Assigned, Scope
from background_typed_check.facts.source import Source

Found = TypeVar("Found")

STATE: Final = External(apis.STATE)


def is_state(node: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether an expression surely is the state of a request."""
    return are_all_of(facts.expressions.classes_of(node, scope), frozenset({apis.STATE}))


def classes_in_state(read: ast.expr, scope: Scope, facts: Facts) -> Instances:
    """Return the classes of all that the tree sets an attribute of a state to."""
    match read:
        case ast.Name(id=name):
            owner = scope.owner(name)
            match owner.bindings[name] if owner is not None else []:
                case [Assigned(value=ast.Attribute() as value, scope=around)]:
                    return classes_in_state(value, around, facts)
        case ast.Attribute(value=of, attr=name) if may_be_kept(name, facts):
            if is_state(of, scope, facts):
                stores = stores_of_state(name, scope.source, facts)
                found = [classes_set(*each, facts) for each in stores or ()]
                return united(*found) if all(found) else UNKNOWN
    return UNKNOWN


def may_be_kept(name: str, facts: Facts) -> bool:
    """Return whether the text of a file sets an attribute of that name of a state."""
    texts = (f"state.{name} =".encode(), f"state.{name}=".encode())
    return bool(facts.files_mentioning(*texts))


def classes_set(target: ast.Attribute, scope: Scope, facts: Facts) -> Instances:
    """Return the classes of what is assigned to an attribute."""
    match scope.source.parents[target]:
        case ast.Assign(targets=[_], value=value):
            return facts.expressions.classes_of(value, scope)
    return UNKNOWN


def reads_of_state(name: str, around: Source, facts: Facts) -> Reads | None:
    """Return where the program of a file may read an attribute of a state, None if anything may."""
    question = ("reads of state", name, around)
    return facts.memo.ask(question, lambda: _reads_of_state(name, around, facts), None)


def _reads_of_state(name: str, around: Source, facts: Facts) -> Reads | None:
    words = (name.encode(), *apis.REFLECTING)
    return found_with(around, words, lambda source: reads_in(source, name, STATE, facts), facts)


def stores_of_state(name: str, around: Source, facts: Facts) -> Reads | None:
    """Return where the program of a file may set an attribute of a state, None if anything may."""
    words = (name.encode(), apis.SETTING.encode())
    return found_with(around, words, lambda source: scoped_stores_in(source, name, facts), facts)


def scoped_stores_in(
    source: Source, name: str, facts: Facts
) -> Iterator[tuple[ast.Attribute, Scope] | None]:
    """Yield where a file may set it, None where that is not written out."""
    around = facts.scopes(source).around
    for each in stores_in(source, name, STATE, facts):
        yield (each, around[leftmost(each)]) if each is not None else None


def found_with(
    around: Source,
    words: Sequence[bytes],
    find: Callable[[Source], Iterable[Found | None]],
    facts: Facts,
) -> tuple[Found, ...] | None:
    """Return what is found in the files that run with one, None if anything is unknown."""
    hiding = facts.files_mentioning(*apis.STATES)
    if not is_whole(facts) or any(are_together(each, around, facts) for each in hiding):
        return None
    found = [
        one
        for each in facts.files_mentioning(*words)
        if are_together(each, around, facts)
        for one in find(each)
    ]
    known = [each for each in found if each is not None]
    return tuple(known) if len(known) == len(found) else None
