"""The classes of what is taken out of a list or a dict, as its annotation declares them.

And of the members of an enum. What the rules know has to be certain for all that may be put there.
"""

import ast
from typing import Final, NamedTuple

from background_typed_check.facts import Facts
from background_typed_check.facts.instances import UNKNOWN, Instance, Instances
from background_typed_check.facts.meanings import Class, External
from background_typed_check.facts.scopes import Assigned, Bound, Declared, Parameter, Scope

ENUMS: Final = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum"})
GENERAL: Final = ("AsyncIterator", "Collection", "Iterable", "Iterator", "Sequence")
# Classes with one kind of elements.
ROWS: Final = frozenset(
    {"builtins.frozenset", "builtins.list", "builtins.set", "collections.deque"}
    | {f"{module}.{name}" for module in ("collections.abc", "typing") for name in GENERAL}
    | {f"typing.{name}" for name in ("Deque", "FrozenSet", "List", "Set")}
)
# Classes with keys and values.
DICTS: Final = frozenset(
    {"builtins.dict", "collections.abc.Mapping", "collections.abc.MutableMapping"}
    | {"typing.Dict", "typing.Mapping", "typing.MutableMapping"}
)
ITEMS: Final = "items"
VALUES: Final = "values"


class Declaration(NamedTuple):
    """How something is declared that has elements."""

    annotation: ast.expr
    scope: Scope


def member_of_enum(expression: ast.expr, scope: Scope, facts: Facts) -> Instances:
    """Return the class of `Color.RED`."""
    if not isinstance(expression, ast.Attribute):
        return UNKNOWN
    cls = facts.names.resolve(expression.value, scope)
    if not isinstance(cls, Class) or not facts.classes.derives(cls, ENUMS):
        return UNKNOWN
    bindings = facts.scope_of(cls).bindings.get(expression.attr, [])
    is_member = [isinstance(each, Assigned) for each in bindings] == [True]
    return (Instance(cls, exact=True),) if is_member else UNKNOWN


def element(expression: ast.expr, scope: Scope, facts: Facts) -> Instances:
    """Return the classes of a variable of a loop, or of `rows[0]`."""
    if isinstance(expression, ast.Subscript) and not isinstance(expression.slice, ast.Slice):
        return inside(expression.value, scope, facts, *ROWS, *DICTS)
    owner = scope.owner(expression.id) if isinstance(expression, ast.Name) else None
    bindings = owner.bindings[expression.id] if isinstance(expression, ast.Name) and owner else []
    match bindings:
        case [Bound(node=ast.Name() as target)] if owner is not None:
            return of_target(target, owner, facts)
    return UNKNOWN


def of_target(target: ast.Name, owner: Scope, facts: Facts) -> Instances:
    """Return the classes of the target of a loop."""
    parents = owner.source.parents
    around = parents[target]
    last: ast.AST = target
    if isinstance(around, ast.Tuple):
        last, around = around, parents[around]
    if not isinstance(around, (ast.AsyncFor, ast.For, ast.comprehension)):
        return UNKNOWN
    match last, around.iter:
        case ast.Tuple(elts=[_, second]), ast.Call(func=ast.Attribute(attr=attr, value=whole)):
            is_value = second is target and attr == ITEMS
            return inside(whole, owner, facts, *DICTS) if is_value else UNKNOWN
        case ast.Name(), ast.Call(func=ast.Attribute(attr=attr, value=whole)) if attr == VALUES:
            return inside(whole, owner, facts, *DICTS)
        case ast.Name(), whole:
            return inside(whole, owner, facts, *ROWS)
    return UNKNOWN


def inside(whole: ast.expr, scope: Scope, facts: Facts, *kinds: str) -> Instances:
    """Return the classes of the elements of something that is declared as one of some kinds."""
    declared = declaration_of(whole, scope, facts)
    annotation = facts.annotations.unquoted(declared.annotation) if declared is not None else None
    if declared is None or not isinstance(annotation, ast.Subscript):
        return UNKNOWN
    base = facts.names.resolve(annotation.value, declared.scope)
    if not isinstance(base, External) or base.name not in kinds:
        return UNKNOWN
    given = annotation.slice
    return facts.annotations.classes_of(
        given.elts[-1] if isinstance(given, ast.Tuple) else given, declared.scope
    )


def declaration_of(whole: ast.expr, scope: Scope, facts: Facts) -> Declaration | None:
    """Return how a variable or an attribute is declared."""
    if isinstance(whole, ast.Attribute):
        for each in facts.expressions.classes_of(whole.value, scope):
            for base in facts.classes.mro(each.of) if isinstance(each.of, Class) else ():
                found = (
                    facts.attributes.declared(base, whole.attr) if isinstance(base, Class) else None
                )
                if found is not None:
                    return Declaration(*found)
        return None
    owner = scope.owner(whole.id) if isinstance(whole, ast.Name) else None
    if not isinstance(whole, ast.Name) or owner is None:
        return None
    match owner.bindings[whole.id]:
        case [Parameter(argument=ast.arg(annotation=ast.expr() as annotation), is_variadic=False)]:
            return Declaration(annotation, owner.annotation_scope)
        case [Declared(annotation=annotation)] | [Assigned(annotation=ast.expr() as annotation)]:
            return Declaration(annotation, owner)
    return None
