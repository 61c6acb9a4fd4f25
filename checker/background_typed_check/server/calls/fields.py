"""The `__init__` that Python writes for a class with fields: a dataclass or a named tuple."""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.meanings import Class, Function
from background_typed_check.facts.scopes import FUNCTIONS, Scope
from background_typed_check.facts.source import Source
from background_typed_check.server.calls.written import annotation_in, value_in

KEYWORDS_ONLY: Final = frozenset({"dataclasses.KW_ONLY"})
ONLY_FOR_INIT: Final = frozenset({"dataclasses.InitVar"})
OF_CLASS: Final = frozenset({"typing.ClassVar"})
NAMED_TUPLES: Final = frozenset({"typing.NamedTuple"})


class Field(NamedTuple):
    """A parameter of the `__init__`."""

    text: str
    by_name: bool
    """Whether it can be given by name only."""


def initializer(cls: Class, facts: Facts) -> Function | None:
    """Return what Python writes, None if it writes nothing, or not all of its source is at hand.

    A dataclass takes the fields of its bases first, and a field that it has anew in its old place
    (`dataclasses._process_class`).
    """
    fields: dict[str, Field | None] = {}
    if is_named_tuple(cls, facts):
        fields = dict(own_fields(cls, facts))
    elif is_dataclass(cls, facts):
        for each in reversed(facts.classes.mro(cls)):
            if isinstance(each, Class) and is_dataclass(each, facts):
                fields |= dict(own_fields(each, facts))
            elif not isinstance(each, Class) and not each.name:
                return None
    else:
        return None
    return function_with([each for each in fields.values() if each is not None], cls)


def is_named_tuple(cls: Class, facts: Facts) -> bool:
    """Return whether a class names its own fields as those of a tuple."""
    return facts.names.are_any(cls.node.bases, cls.scope, NAMED_TUPLES)


def is_dataclass(cls: Class, facts: Facts) -> bool:
    """Return whether a class is made a dataclass itself, not by a base."""
    decorators = cls.node.decorator_list
    if any(is_set("init", each, to=False) for each in decorators):
        return False
    return facts.names.are_any(decorators, cls.scope, apis.DATACLASSES)


def own_fields(cls: Class, facts: Facts) -> Iterator[tuple[str, Field | None]]:
    """Yield the fields that a class itself declares, None for one that its `__init__` lacks."""
    own = facts.scope_of(cls)
    by_name = any(is_set("kw_only", each) for each in cls.node.decorator_list)
    for each in cls.node.body:
        if not isinstance(each, ast.AnnAssign) or not isinstance(each.target, ast.Name):
            continue
        annotation = facts.annotations.unquoted(each.annotation) or each.annotation
        base = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        if facts.names.is_one_of(base, own, KEYWORDS_ONLY):
            by_name = True
        elif not facts.names.is_one_of(base, own, OF_CLASS):
            yield each.target.id, field_of(each, own, facts, by_name=by_name)


def field_of(declared: ast.AnnAssign, own: Scope, facts: Facts, *, by_name: bool) -> Field | None:
    """Return a field as a parameter, None if the `__init__` does not take it."""
    annotation, value, default = declared.annotation, declared.value, ""
    if isinstance(annotation, ast.Subscript) and facts.names.is_one_of(
        annotation.value, own, ONLY_FOR_INIT
    ):
        annotation = annotation.slice
    if facts.names.is_call_of(value, own, apis.FIELDS):
        if is_set("init", value, to=False):
            return None
        by_name = (by_name or is_set("kw_only", value)) and not is_set("kw_only", value, to=False)
        given = {each.arg: each.value for each in value.keywords}
        default, value = " = ..." if apis.DEFAULT_FACTORY in given else "", given.get("default")
    if value is not None:
        default = f" = {value_in(value, own)}"
    name = declared.target.id if isinstance(declared.target, ast.Name) else ""
    return Field(f"{name}: {annotation_in(annotation, own, facts)}{default}", by_name)


def is_set(name: str, call: ast.expr, *, to: bool = True) -> bool:
    """Return whether a call gives a keyword argument this value."""
    given = call.keywords if isinstance(call, ast.Call) else []
    return any(each.arg == name and getattr(each.value, "value", None) is to for each in given)


def function_with(fields: list[Field], cls: Class) -> Function | None:
    """Return the `__init__` of a class, written as Python does it, None if Python refuses it."""
    first = [each.text for each in fields if not each.by_name]
    last = [each.text for each in fields if each.by_name]
    parameters = ", ".join(["self", *first, *(["*", *last] if last else [])])
    source = Source(cls.scope.source.path, f"def {INIT}({parameters}): ...\n".encode())
    written = [each for each in source.tree.body if isinstance(each, FUNCTIONS)]
    return Function(written[0], Scope(source, cls.node, cls.scope)) if written else None
