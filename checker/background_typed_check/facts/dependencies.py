"""Functions that are used as dependencies of FastAPI, and as nothing else."""

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.attribute_reads import leftmost
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.exit_order import (
    is_entered_after,
    is_left_before,
    is_never_resumed,
)
from background_typed_check.facts.going import Read, is_simple
from background_typed_check.facts.handlers import is_injected, uses_in_file
from background_typed_check.facts.injection import (
    may_be_collection,
    other_uses_in,
)
from background_typed_check.facts.lasting import ends_in_time
from background_typed_check.facts.meanings import Class, Function
from background_typed_check.facts.names import last_part, words_of
from background_typed_check.facts.overriding import is_derived_from
from background_typed_check.facts.scopes import FUNCTIONS, Assigned, Declared, Scope
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.taking_part import handlers_with, uses_elsewhere
from background_typed_check.facts.uses import Uses, is_directly_in

DEPENDING: Final = sorted(words_of(apis.DEPENDS))
PASSING: Final = re.compile(rf"(?:{'|'.join(DEPENDING)})\(\s*([\w.]+)".encode())


class Keeper(NamedTuple):
    """A function that may keep its collection, or run it when others have ended."""

    function: Function
    lasts: bool
    """Whether it may do so at any time, and not only until it has ended itself."""


Spares: TypeAlias = Callable[[Keeper, Function, Function, Facts], bool]
"""Returns whether what a keeper does leaves a dependency alone, in the requests of a handler."""


def none_is_spared(*_: object) -> bool:
    """Return False: whatever is done with the collection may run the task."""
    return False


def ends_before(keeper: Keeper, dependency: Function, handler: Function, facts: Facts) -> bool:
    """Return whether a keeper has ended before what follows the `yield` of a dependency runs."""
    if is_never_resumed(dependency, handler, facts):
        return True
    if keeper.lasts:
        return False
    is_handler = keeper.function.node is handler.node
    return is_handler or is_left_before(keeper.function, dependency, handler, facts)


def is_never_called(keeper: Keeper, dependency: Function, handler: Function, facts: Facts) -> bool:
    """Return whether nothing calls a keeper once a dependency of the same request has raised."""
    is_handler = keeper.function.node is handler.node
    return is_handler or is_entered_after(keeper.function, dependency, handler, facts)


def is_mere_dependency(
    uses: Uses, facts: Facts, is_spared: Spares = none_is_spared, *, in_any_scope: bool = True
) -> bool:
    """Return whether a function is only a dependency, and FastAPI passes its own collection to it.

    No other function of the tree may run the tasks of that, apart from those that are spared.
    """
    around = uses.scope.parent
    return (
        around is not None
        and is_injected(uses, facts)
        and is_only_dependency(uses.function.name, around, facts, in_any_scope=in_any_scope)
        and nothing_keeps_collections(Function(uses.function, around), facts, is_spared)
    )


def is_only_dependency(
    name: str, around: Scope, facts: Facts, *, in_any_scope: bool = False
) -> bool:
    """Return whether all that the tree does with a function is to pass it to `Depends`.

    The scope is the usual one, if it may not be any.
    """
    if not may_be_dependency(name, facts):
        return False
    own = [(each, around.source) for each in uses_in_file(name, around, facts)]
    uses = [*own, *uses_elsewhere(name, around.source, facts)]
    return bool(uses) and all(is_depended(*each, facts, in_any_scope=in_any_scope) for each in uses)


def may_be_dependency(name: str, facts: Facts) -> bool:
    """Return whether the text of a file passes something of that name to `Depends`.

    Most functions are no dependencies, and to look for their uses takes long.
    """
    unknown: frozenset[bytes] = frozenset({name.encode()})
    passed = facts.memo.ask("depending", lambda: find_depending(facts), unknown)
    return not name.isascii() or name.encode() in passed


def find_depending(facts: Facts) -> frozenset[bytes]:
    """Return the words that the texts of the tree pass to `Depends`."""
    sources = facts.files_mentioning(*(each.encode() for each in DEPENDING))
    dotted = (each for source in sources for each in source.findall(PASSING))
    return frozenset(word for each in dotted for word in each.split(b"."))


def is_depended(use: ast.expr | None, source: Source, facts: Facts, *, in_any_scope: bool) -> bool:
    """Return whether a function is passed to `Depends` here, with the usual scope or any."""
    call = source.parents[use] if use is not None else None
    if not isinstance(call, ast.Call) or call.args != [use]:
        return False
    scope = facts.scopes(source).around[call]
    return facts.names.is_call_of(call, scope, apis.DEPENDS) and not any(
        each.arg is None or (each.arg == apis.SCOPE and not in_any_scope) for each in call.keywords
    )


def nothing_keeps_collections(
    function: Function, facts: Facts, is_spared: Spares = none_is_spared
) -> bool:
    """Return whether nothing keeps the collection of a dependency until others have ended.

    Only what takes part in the same requests can.
    """
    keepers = facts.memo.ask("keepers", lambda: find_keepers(facts), None)
    if not keepers:
        return keepers is not None
    own = handlers_with(function, facts)
    others = [(each, handlers_with(each.function, facts)) for each in keepers]
    return own is not None and all(
        handlers is not None
        and all(is_spared(each, function, handler, facts) for handler in own & handlers)
        for each, handlers in others
    )


def find_keepers(facts: Facts) -> tuple[Keeper, ...] | None:
    """Return the functions of the tree that may keep their collection, None if any may."""
    sources = facts.modules.mentioning(apis.COLLECTION_NAME.encode())
    if any(may_hide_collections(each, facts) for each in sources):
        return None
    functions = [
        Function(node, scope.parent)
        for source in sources
        for node, scope in facts.scopes(source).of.items()
        if isinstance(node, FUNCTIONS) and scope.parent is not None
    ]
    return tuple(each for function in functions for each in as_keeper(function, facts))


def as_keeper(function: Function, facts: Facts) -> Iterator[Keeper]:
    """Yield a function if it may run its collection when others have ended, or have that done.

    A generator function may, after its `yield`.
    """
    lasts = may_keep(function, facts)
    if facts.lazy.yields(function.node):
        if any(others is None or others for others in other_uses_in(function, facts)):
            yield Keeper(function, lasts)
        return
    cls = function.owner
    if lasts and cls is not None and function.node.name == INIT and is_simple(cls, facts):
        lasts = is_derived_from(cls, facts) or may_keep(function, facts, cls)
    if lasts:
        yield Keeper(function, lasts)


def may_keep(function: Function, facts: Facts, made: Class | None = None) -> bool:
    """Return whether a function does more with a collection than to run it or to add tasks."""
    scope = facts.scope_of(function)
    return not all(
        others is not None and all(is_over_in_time(each, scope, facts) for each in others)
        for others in other_uses_in(function, facts, made)
    )


def is_over_in_time(use: ast.AST, scope: Scope, facts: Facts) -> bool:
    """Return whether a use of a collection keeps nothing of it longer than its function runs."""
    around = facts.scopes(scope.source).around
    return (
        isinstance(use, ast.expr)
        and leftmost(use) in around
        and is_directly_in(around[leftmost(use)], scope)
        and ends_in_time(Read(use, around[leftmost(use)]), facts)
    )


def may_hide_collections(source: Source, facts: Facts) -> bool:
    """Return whether a file gives the class of collections another name, or a field to a class."""
    for node in walk(source.tree):
        if isinstance(node, ast.alias) and node.name == apis.COLLECTION_NAME and node.asname:
            return True
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and is_class_of_collections(node.value):
            return True
    return any(
        isinstance(each, (Assigned, Declared))
        and each.annotation is not None
        and may_be_collection(each.annotation, scope, facts)
        for scope in facts.scopes(source).of.values()
        if isinstance(scope.node, ast.ClassDef)
        for bindings in scope.bindings.values()
        for each in bindings
    )


def is_class_of_collections(value: ast.expr | None) -> bool:
    """Return whether a value is the class itself, by its name."""
    return isinstance(value, (ast.Name, ast.Attribute)) and last_part(value) == apis.COLLECTION_NAME
