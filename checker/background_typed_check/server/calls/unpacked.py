"""The keywords that `**kwargs: Unpack[Options]` takes: the keys of a typed dict."""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Class
from background_typed_check.facts.scopes import Scope
from background_typed_check.server.calls.written import annotation_in

UNPACK: Final = frozenset({"typing.Unpack"})
DICTS: Final = frozenset({"typing.TypedDict"})
REQUIRED: Final = frozenset({"typing.Required"})
NOT_REQUIRED: Final = frozenset({"typing.NotRequired"})


class Key(NamedTuple):
    """A key of a typed dict, as a parameter."""

    name: str
    text: str


def keys_of(annotation: ast.expr | None, scope: Scope, facts: Facts) -> list[Key]:
    """Return the keywords that a parameter with two stars stands for, none if it takes any."""
    match annotation:
        case ast.Subscript(value=base, slice=inner) if facts.names.is_one_of(base, scope, UNPACK):
            cls = facts.names.resolve(inner, scope)
            bases = facts.classes.mro(cls) if isinstance(cls, Class) else ()
            others = [each for each in bases if not isinstance(each, Class)]
            if others and all(each.name in DICTS for each in others):
                own = [each for each in reversed(bases) if isinstance(each, Class)]
                found = {key.name: key for each in own for key in own_keys(each, facts)}
                return [*found.values()]
    return []


def own_keys(cls: Class, facts: Facts) -> Iterator[Key]:
    """Yield the keys that a class itself declares."""
    scope = facts.scope_of(cls)
    given = {each.arg: getattr(each.value, "value", None) for each in cls.node.keywords}
    for each in cls.node.body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                is_total = given.get("total") is not False
                kind, is_needed = marked(annotation, scope, facts, is_needed=is_total)
                default = "" if is_needed else " = ..."
                yield Key(name, f"{name}: {annotation_in(kind, scope, facts)}{default}")


def marked(
    annotation: ast.expr, scope: Scope, facts: Facts, *, is_needed: bool
) -> tuple[ast.expr, bool]:
    """Return the type in `Required[int]` or `NotRequired[int]`, and whether the key is needed."""
    if isinstance(annotation, ast.Subscript):
        for names, is_so in ((REQUIRED, True), (NOT_REQUIRED, False)):
            if facts.names.is_one_of(annotation.value, scope, names):
                return annotation.slice, is_so
    return annotation, is_needed
