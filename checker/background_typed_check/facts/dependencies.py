"""Functions that are used as dependencies of FastAPI, and as nothing else."""

import ast
import re
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.going import is_simple
from background_typed_check.facts.handlers import is_injected, uses_in_file
from background_typed_check.facts.injection import (
    may_be_collection,
    other_uses_in,
)
from background_typed_check.facts.meanings import Class, Function
from background_typed_check.facts.names import words_of
from background_typed_check.facts.overriding import is_derived_from
from background_typed_check.facts.scopes import FUNCTIONS, Assigned, Declared, Scope
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.taking_part import handlers_with, last_part, uses_elsewhere
from background_typed_check.facts.uses import Uses

DEPENDING: Final = sorted(words_of(apis.DEPENDS))
PASSING: Final = re.compile(rf"(?:{'|'.join(DEPENDING)})\(\s*([\w.]+)".encode())


def is_mere_dependency(uses: Uses, facts: Facts) -> bool:
    """Return whether a function is only a dependency, and FastAPI passes its own collection to it.

    No other function of the tree may run the tasks of that.
    """
    around = uses.scope.parent
    return (
        around is not None
        and is_injected(uses, facts)
        and is_only_dependency(uses.function.name, around, facts)
        and nothing_keeps_collections(Function(uses.function, around), facts)
    )


def is_only_dependency(name: str, around: Scope, facts: Facts) -> bool:
    """Return whether all that the tree does with a function is to pass it to `Depends`."""
    if not may_be_dependency(name, facts):
        return False
    own = [(each, around.source) for each in uses_in_file(name, around, facts)]
    uses = [*own, *uses_elsewhere(name, around.source, facts)]
    return bool(uses) and all(is_depended(*each, facts) for each in uses)


def may_be_dependency(name: str, facts: Facts) -> bool:
    """Return whether the text of a file passes something of that name to `Depends`.

    Most functions are no dependencies, and to look for their uses takes long.
    """
    unknown: frozenset[bytes] = frozenset({name.encode()})
    passed = facts.memo.ask("depending", lambda: find_depending(facts), unknown)
    return not name.isascii() or name.encode() in passed


def find_depending(facts: Facts) -> frozenset[bytes]:
    """Return the words that the texts of the tree pass to `Depends`."""
    if facts.all_files is not None:
        facts.memo.rest_on(facts.all_files)
    words = [each.encode() for each in DEPENDING]
    texts = (facts.disk.read(each) or b"" for each in facts.modules.files)
    found = (PASSING.findall(each) for each in texts if any(word in each for word in words))
    return frozenset(word for dotted in found for each in dotted for word in each.split(b"."))


def is_depended(use: ast.expr | None, source: Source, facts: Facts) -> bool:
    """Return whether a function is passed to `Depends` here, with the usual scope."""
    call = source.parents[use] if use is not None else None
    if not isinstance(call, ast.Call) or call.args != [use]:
        return False
    scope = facts.scopes(source).around[call]
    return facts.names.is_call_of(call, scope, apis.DEPENDS) and not any(
        each.arg in {apis.SCOPE, None} for each in call.keywords
    )


def nothing_keeps_collections(function: Function, facts: Facts) -> bool:
    """Return whether nothing keeps the collection of a dependency until others have ended.

    Only what takes part in the same requests can.
    """
    keepers = facts.memo.ask("keepers", lambda: find_keepers(facts), None)
    if not keepers:
        return keepers is not None
    own = handlers_with(function, facts)
    others = [handlers_with(each, facts) for each in keepers]
    return own is not None and all(each is not None and own.isdisjoint(each) for each in others)


def find_keepers(facts: Facts) -> tuple[Function, ...] | None:
    """Return the functions of the tree that may keep their collection, None if any may."""
    word = apis.COLLECTION_NAME.encode()
    sources = [*facts.modules.sources_with(lambda data: word in data)]
    if any(may_hide_collections(each, facts) for each in sources):
        return None
    functions = [
        Function(node, scope.parent)
        for source in sources
        for node, scope in facts.scopes(source).of.items()
        if isinstance(node, FUNCTIONS) and scope.parent is not None
    ]
    return tuple(each for each in functions if keeps_for_later(each, facts))


def keeps_for_later(function: Function, facts: Facts) -> bool:
    """Return whether a function may run its collection when others have ended, or have that done.

    A generator function may, after its `yield`.
    """
    if facts.lazy.yields(function.node):
        return any(others is None or others for others in other_uses_in(function, facts))
    if not may_keep(function, facts):
        return False
    cls = function.owner
    if cls is None or function.node.name != INIT or not is_simple(cls, facts):
        return True
    return is_derived_from(cls, facts) or may_keep(function, facts, cls)


def may_keep(function: Function, facts: Facts, made: Class | None = None) -> bool:
    """Return whether a function does more with a collection than to run it or to add tasks."""
    scope = facts.scope_of(function)
    return not all(
        others is not None and all(runs_at_once(each, scope, facts) for each in others)
        for others in other_uses_in(function, facts, made)
    )


def runs_at_once(use: ast.AST, scope: Scope, facts: Facts) -> bool:
    """Return whether a collection is called here, or is given to a response that is returned."""
    parents = scope.source.parents
    match parents.get(use):
        case ast.Call(func=called) as made:
            # `asyncio.create_task(tasks())` runs them later.
            return called is use and isinstance(parents[made], ast.Await)
        case ast.keyword(arg=apis.BACKGROUND) as keyword:
            call = parents[keyword]
            is_response = facts.names.is_call_of(call, scope, apis.RESPONSES)
            return is_response and isinstance(parents[call], ast.Return)
        case ast.Assign(targets=[ast.Attribute(attr=apis.BACKGROUND)]):
            return True
    return False


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
