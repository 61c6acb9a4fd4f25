"""Functions that are used as dependencies of FastAPI, and as nothing else."""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.handlers import files_with, is_injected, uses_in_file
from background_typed_check.facts.injection import (
    keeps_collection,
    may_be_collection,
    other_uses_in,
)
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.scopes import FUNCTIONS, Assigned, Declared, Scope
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.uses import Uses


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
    own = [(each, around.source) for each in uses_in_file(name, around, facts)]
    uses = [*own, *uses_elsewhere(name, around.source, facts)]
    return bool(uses) and all(is_depended(*each, facts) for each in uses)


def uses_elsewhere(
    name: str, own: Source, facts: Facts
) -> Iterator[tuple[ast.expr | None, Source]]:
    """Yield where other files may use a function of a file, None for an import by another name."""
    for source in files_with(name, own, facts):
        for node in walk(source.tree):
            if isinstance(node, ast.alias) and node.name == name and node.asname is not None:
                yield None, source
            elif isinstance(node, (ast.Name, ast.Attribute)) and last_part(node) == name:
                yield node, source


def last_part(name: ast.Name | ast.Attribute) -> str:
    """Return the last part of a dotted name."""
    return name.attr if isinstance(name, ast.Attribute) else name.id


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


def handlers_with(function: Function, facts: Facts) -> frozenset[ast.AST] | None:
    """Return the handlers whose requests a function takes part in, None if they are unknown.

    It is one of them, or what one of them depends on.
    """
    question, unknown = ("handlers with", function.node), None
    return facts.memo.ask(question, lambda: _handlers_with(function, facts), unknown)


def _handlers_with(function: Function, facts: Facts) -> frozenset[ast.AST] | None:
    cls = function.owner
    makes = cls is not None and function.node.name == INIT
    node, around = (cls.node, cls.scope) if cls is not None and makes else function[:2]
    if around.parent is not None:
        return None  # another method, or a function inside another
    uses = [
        *((each, around.source) for each in uses_in_file(node.name, around, facts)),
        *uses_elsewhere(node.name, around.source, facts),
    ]
    names = [facts.decorators.name_of(each, around) for each in node.decorator_list]
    if any((each or "").rpartition(".")[0] in apis.ROUTERS for each in names):
        return frozenset({node}) if not uses else None
    if names and not makes:
        return None  # the decorator may hand it to anything
    found: set[ast.AST] = set()
    for use, source in uses:
        call = source.parents[use] if use is not None else None
        if isinstance(call, ast.Call) and call.func is use:
            continue  # who calls it has the collection first
        asking = asked_by(use, source, facts)
        handlers = handlers_with(asking, facts) if asking is not None else None
        if handlers is None:
            return None
        found |= handlers
    return frozenset(found)


def asked_by(use: ast.expr | None, source: Source, facts: Facts) -> Function | None:
    """Return the function that asks for a dependency: in its parameters or its decorators."""
    call = source.parents[use] if use is not None else None
    scopes = facts.scopes(source)
    if not isinstance(call, ast.Call) or call.args != [use]:
        return None
    if not facts.names.is_call_of(call, scopes.around[call], apis.DEPENDS):
        return None
    around: ast.AST = call
    while not isinstance(around, (ast.stmt, ast.Lambda)):
        around = source.parents[around]
    own = scopes.of.get(around) if isinstance(around, FUNCTIONS) else None
    if not isinstance(around, FUNCTIONS) or own is None or own.parent is None:
        return None
    return Function(around, own.parent)


def keeps_for_later(function: Function, facts: Facts) -> bool:
    """Return whether a function may run its collection when others have ended, or have that done.

    A generator function may, after its `yield`.
    """
    if facts.lazy.yields(function.node):
        return keeps_collection(function, facts)
    scope = facts.scope_of(function)
    return not all(
        others is not None and all(runs_at_once(each, scope, facts) for each in others)
        for others in other_uses_in(function, facts)
    )


def runs_at_once(use: ast.AST, scope: Scope, facts: Facts) -> bool:
    """Return whether a collection is called here, or is given to a response that is returned."""
    parents = scope.source.parents
    match parents.get(use):
        case ast.Call(func=called):
            return called is use
        case ast.keyword(arg=apis.BACKGROUND) as keyword:
            call = parents[keyword]
            is_response = facts.names.is_call_of(call, scope, apis.RESPONSES)
            return is_response and isinstance(parents[call], ast.Return)
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
