"""Functions that are used as dependencies of FastAPI, and as nothing else."""

import ast
from collections.abc import Iterator

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.handlers import files_with, is_injected, uses_in_file
from background_typed_check.facts.injection import keeps_collection, may_be_collection
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
        and nothing_keeps_collections(facts)
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


def nothing_keeps_collections(facts: Facts) -> bool:
    """Return whether no function of the tree does more with its collection than add tasks."""
    return facts.memo.ask("kept", lambda: _nothing_keeps_collections(facts), unknown=False)


def _nothing_keeps_collections(facts: Facts) -> bool:
    word = apis.COLLECTION_NAME.encode()
    sources = [*facts.modules.sources_with(lambda data: word in data)]
    functions = [
        Function(node, scope.parent)
        for source in sources
        for node, scope in facts.scopes(source).of.items()
        if isinstance(node, FUNCTIONS) and scope.parent is not None
    ]
    return not any(may_hide_collections(each, facts) for each in sources) and not any(
        keeps_collection(each, facts) for each in functions
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
