"""Which calls run nothing but a library, told by imports: to resolve them would read half of it."""

import ast
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.scopes import Assigned, Import, Scope

# How many variables the result of a library may pass through.
DEEPEST: Final = 5


def is_of_library(callee: ast.expr, scope: Scope, facts: Facts, depth: int = DEEPEST) -> bool:
    """Return whether a callee is of a library, and nothing of its name blocks."""
    root, is_made, blockers = callee, False, facts.blockers
    while isinstance(root, (ast.Attribute, ast.Await, ast.Call, ast.Subscript)):
        is_made = is_made or not isinstance(root, ast.Attribute)
        root = root.func if isinstance(root, ast.Call) else root.value
    owner = scope.owner(root.id) if isinstance(root, ast.Name) else None
    if not isinstance(root, ast.Name) or owner is None:
        return False
    word = callee.attr if isinstance(callee, ast.Attribute) else ""
    match owner.bindings[root.id]:
        case [Import() as found]:
            location = facts.imports.locate(found, owner.source)
            if location is not None and facts.modules.installed_name(location) is None:
                return False
            package = (found.module or "").partition(".")[0]
            word = word or found.name or ""
            if is_made:
                return word not in blockers.words
            return (package, word) not in blockers.by_package
        case [Assigned(value=value, scope=around)] if word and word not in blockers.words and depth:
            return is_of_library(value, around, facts, depth - 1)
    return False
