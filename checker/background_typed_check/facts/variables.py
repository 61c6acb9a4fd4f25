"""Where the files of the tree read a variable of a module."""

import ast
from collections.abc import Iterator
from typing import Final, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.attribute_reads import is_whole, leftmost
from background_typed_check.facts.meanings import Value
from background_typed_check.facts.programs import are_together
from background_typed_check.facts.scopes import Import, Scope
from background_typed_check.facts.source import Source, walk

Reads: TypeAlias = tuple[tuple[ast.expr, Scope], ...]
ALL: Final = "*"  # in an import


def variable_holding(value: Value) -> str | None:
    """Return the variable that a value is assigned to, and nothing else with it."""
    match value.scope.source.parents[value.node]:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return None


def reads_of_variable(name: str, module: Scope, facts: Facts) -> Reads | None:
    """Return where the tree may read a variable of a module, None if anything may read it."""
    question = ("reads of variable", name, module)
    return facts.memo.ask(question, lambda: _reads_of_variable(name, module, facts), None)


def _reads_of_variable(name: str, module: Scope, facts: Facts) -> Reads | None:
    own, is_plain = module.source, len(module.bindings[name]) == 1
    if not is_plain or not is_whole(facts) or is_hidden(name, own, facts):
        return None
    found = [*reads_here(name, module, facts)]
    words = [each.encode() for each in (name, *apis.REFLECTING_MODULES)]
    for source in facts.modules.mentioning(*words):
        if source is not own and are_together(source, own, facts):
            if is_hidden(name, source, facts):
                return None
            found += reads_elsewhere(name, source, facts)
    return (*found,)


def is_hidden(name: str, source: Source, facts: Facts) -> bool:
    """Return whether a file may read or set a variable where its name is not written as a name."""
    scopes = facts.scopes(source)
    is_named = name.encode() in source.data
    reflecting = apis.REFLECTING_HERE if is_named else apis.REFLECTING_MODULES
    if not reflecting.isdisjoint({*scopes.names, *scopes.attributes}):
        return True
    return name in scopes.stores or any(hides(each, name) for each in walk(source.tree))


def hides(node: ast.AST, name: str) -> bool:
    """Return whether a name is a text here, or is imported by another name, or with all others."""
    if isinstance(node, ast.alias):
        return node.name == ALL or (node.name == name and node.asname not in {None, name})
    return isinstance(node, ast.Constant) and node.value == name


def reads_here(name: str, module: Scope, facts: Facts) -> Iterator[tuple[ast.expr, Scope]]:
    """Yield where the file of a variable reads it."""
    scopes = facts.scopes(module.source)
    for each in scopes.names.get(name, ()):
        around = scopes.around[each]
        if around.owner(name) is module and isinstance(each.ctx, ast.Load):
            yield each, around


def reads_elsewhere(name: str, source: Source, facts: Facts) -> Iterator[tuple[ast.expr, Scope]]:
    """Yield where another file may read it: an import of its name, or an attribute of anything."""
    scopes = facts.scopes(source)
    for each in scopes.names.get(name, ()):
        owner = scopes.around[each].owner(name)
        bindings = owner.bindings[name] if owner is not None else ()
        if any(isinstance(binding, Import) for binding in bindings):
            yield each, scopes.around[each]
    for read in scopes.attributes.get(name, ()):
        yield read, scopes.around.get(leftmost(read), scopes.module)
