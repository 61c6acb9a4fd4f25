"""Which calls run nothing but a library, told by imports: to resolve them would read half of it."""

import ast
import sys
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.annotations import alternatives
from background_typed_check.facts.nodes import is_none
from background_typed_check.facts.scopes import Assigned, Binding, Import, Parameter, Scope

# What an annotation may stand in, without being of another class.
AROUND: Final = {name.rpartition(".")[2] for name in apis.ANNOTATED | apis.OPTIONAL}
# These name classes of the application, such as `Self`, and are resolved without reading a file.
NOT_READ: Final = sys.stdlib_module_names | {"typing_extensions"}


class Origin(NamedTuple):
    """An import that something comes from."""

    module: str
    word: str
    """The name that is imported from a module, empty for the module itself."""
    is_made: bool
    """Whether what is imported was called or the like, so that something of another package may
    have come of it."""

    @property
    def package(self) -> str:
        """The package that is imported from."""
        return self.module.partition(".")[0]

    def may_block(self, word: str, facts: Facts) -> bool:
        """Return whether a function of that name blocks, of what may have come of the import."""
        if self.module in apis.ASYNC_MODULES:
            return word in facts.blockers.own_words
        if self.is_made and self.package not in apis.SELF_CONTAINED:
            return word in facts.blockers.words
        return (self.package, word) in facts.blockers.by_package


Origins = tuple[Origin, ...] | None
"""The imports that a value may come from, None if it may come from elsewhere."""


def is_of_library(callee: ast.expr, scope: Scope, facts: Facts) -> bool:
    """Return whether a callee is of a library, and nothing of its name blocks."""
    origins = origins_of(callee, scope, facts)
    if not origins:
        return False
    if isinstance(callee, ast.Attribute):
        return not any(each.may_block(callee.attr, facts) for each in origins)
    is_imported = len(origins) == 1 and not origins[0].is_made
    return is_imported and not origins[0].may_block(origins[0].word, facts)


def origins_of(
    expression: ast.expr, scope: Scope, facts: Facts, around: tuple[tuple[str, Scope], ...] = ()
) -> Origins:
    """Return the imports that an expression comes from, around which other names stand for it."""
    is_made = False
    while isinstance(expression, (ast.Attribute, ast.Await, ast.Call, ast.Subscript)):
        is_made = is_made or not isinstance(expression, ast.Attribute)
        expression = expression.func if isinstance(expression, ast.Call) else expression.value
    owner = scope.owner(expression.id) if isinstance(expression, ast.Name) else None
    if not isinstance(expression, ast.Name) or owner is None:
        return None
    name = expression.id, owner
    if name in around:
        return ()
    found: list[Origin] = []
    for each in owner.bindings[expression.id]:
        origins = origins_of_binding(each, owner, facts, (*around, name))
        if origins is None:
            return None
        found += origins
    return tuple(each._replace(is_made=each.is_made or is_made) for each in found)


def origins_of_binding(
    binding: Binding, owner: Scope, facts: Facts, around: tuple[tuple[str, Scope], ...]
) -> Origins:
    """Return the imports that what a name is bound to comes from."""
    match binding:
        case Import():
            return origins_of_import(binding, owner, facts)
        case Assigned(value=value, annotation=None, scope=where):
            return origins_of(value, where, facts, around)
        case Parameter(argument=ast.arg(annotation=ast.expr() as annotation), is_variadic=False):
            return origins_of_annotation(annotation, owner.annotation_scope, facts)
    return None


def origins_of_import(found: Import, owner: Scope, facts: Facts) -> Origins:
    """Return the origin that an import is, if it is not of the application."""
    location = facts.imports.locate(found, owner.source)
    if location is not None and facts.modules.installed_name(location) is None:
        return None
    return (Origin(found.module or "", found.name or "", is_made=False),)


def origins_of_annotation(annotation: ast.expr, scope: Scope, facts: Facts) -> Origins:
    """Return the imports of the classes that an annotation names, if it names no others."""
    found: list[Origin] = []
    parts = alternatives(annotation) if isinstance(annotation, ast.BinOp) else [annotation]
    for each in parts:
        match each:
            case ast.Subscript(value=ast.Name(id=word), slice=inner) if word in AROUND:
                part = inner.elts[0] if isinstance(inner, ast.Tuple) else inner
            case _:
                part = each
        if is_none(part):
            continue
        origins = None if isinstance(part, ast.Subscript) else origins_of(part, scope, facts)
        if not origins or any(one.package in NOT_READ or one.is_made for one in origins):
            return None
        found += origins
    return tuple(each._replace(is_made=True) for each in found)
