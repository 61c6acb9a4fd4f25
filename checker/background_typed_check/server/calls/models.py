"""The `__init__` that pydantic writes for a model: it takes the fields, by their names only.

A model has none here if other names may be right: any (`extra="allow"`), or those of aliases that
are not given to a field itself.
"""

import ast
from collections.abc import Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.scopes import Assigned, Scope
from background_typed_check.facts.source import walk
from background_typed_check.server.calls.fields import (
    OF_CLASS,
    Field,
    function_with,
)
from background_typed_check.server.calls.written import annotation_in, value_in

MODEL: Final = "pydantic.BaseModel"
FIELDS: Final = frozenset({"pydantic.Field", "pydantic.fields.Field"})
# A field or not, which depends on the version of pydantic.
FINAL: Final = frozenset({"typing.Final"})
ALIASES: Final = frozenset({"alias", "validation_alias", None})
CONFIG: Final = "model_config"
OLD_CONFIG: Final = "Config"
GENERATOR: Final = "alias_generator"
# With one of them, a field that has an alias may be given by its own name, too.
OWN_NAMES: Final = frozenset({"populate_by_name", "validate_by_alias", "validate_by_name"})
EXTRA: Final = "extra"
# What they may be such that only the fields count.
STRICT: Final = frozenset({"forbid", "ignore"})


def model_initializer(cls: Class, facts: Facts) -> Function | None:
    """Return what pydantic writes, None if the class is no model, or the names are uncertain.

    What any base declares is a field, also if that is no model (`collect_model_fields`).
    """
    bases = facts.classes.mro(cls)
    if not any(facts.names.full_name(each) == MODEL for each in bases):
        return None
    fields: dict[str, Field | None] = {}
    own = [each for each in bases if isinstance(each, Class)]
    if any(has_two_names(each, facts) for each in own) and any(
        aliases_in(each, facts.scope_of(cls), facts) for cls in own for _, each in declared_in(cls)
    ):
        return None
    for each in reversed(bases):
        if isinstance(each, External):
            if each.name not in apis.PLAIN_BASES:
                return None
        elif is_plain(each, facts):
            fields |= dict(own_fields(each, facts))
        else:
            return None
    return function_with([each for each in fields.values() if each is not None], cls)


def is_plain(cls: Class, facts: Facts) -> bool:
    """Return whether a class leaves the `__init__` to pydantic, and its fields their names."""
    own = facts.scope_of(cls)
    settings = [*cls.node.keywords, *settings_of(own)]
    return (
        not {INIT, OLD_CONFIG} & own.bindings.keys()
        and not any(is_loose(each) for each in settings)
        and not any(may_have_other_name(each, own, facts) for _, each in declared_in(cls))
    )


def has_two_names(cls: Class, facts: Facts) -> bool:
    """Return whether a class may have fields with two names, or its subclasses may."""
    return any(
        each.arg in OWN_NAMES for each in [*cls.node.keywords, *settings_of(facts.scope_of(cls))]
    )


def settings_of(own: Scope) -> Iterator[ast.keyword]:
    """Yield what `model_config` is set to in a class, without a name for what is uncertain."""
    for each in own.bindings.get(CONFIG, ()):
        match each:
            case Assigned(value=ast.Call(args=[], keywords=keywords)):
                yield from keywords
            case Assigned(value=ast.Dict(keys=keys, values=values)):
                names = (getattr(key, "value", None) for key in keys)
                yield from map(ast.keyword, names, values)
            case _:
                yield ast.keyword(None, ast.Constant(None))


def is_loose(setting: ast.keyword) -> bool:
    """Return whether a setting may have the `__init__` take other names."""
    if setting.arg == EXTRA:
        return getattr(setting.value, "value", None) not in STRICT
    return setting.arg in {None, GENERATOR}


def declared_in(cls: Class) -> Iterator[tuple[str, ast.AnnAssign]]:
    """Yield what a class declares, by names that can be those of fields."""
    for each in cls.node.body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=name)) if name != CONFIG and name[0] != "_":
                yield name, each


def may_have_other_name(declared: ast.AnnAssign, own: Scope, facts: Facts) -> bool:
    """Return whether it is unknown by which name a field is given, or whether it is one."""
    return facts.names.is_one_of(base_of(declared, facts), own, FINAL) or (
        bool(aliases_in(declared, own, facts)) and alias_of(declared, own, facts) is None
    )


def aliases_in(declared: ast.AnnAssign, own: Scope, facts: Facts) -> list[ast.keyword]:
    """Return what may give a field another name."""
    calls = calls_in(declared, own, facts)
    return [each for call in calls for each in call.keywords if each.arg in ALIASES]


def alias_of(declared: ast.AnnAssign, own: Scope, facts: Facts) -> str | None:
    """Return the other name of a field, None if it has none or that is uncertain."""
    value, aliases = declared.value, aliases_in(declared, own, facts)
    if not isinstance(value, ast.Call) or not is_field(value, own, facts):
        return None
    match aliases:
        case [ast.keyword(arg=str(), value=ast.Constant(value=str(name))) as alias]:
            return name if alias in value.keywords and name.isidentifier() else None
    return None


def base_of(declared: ast.AnnAssign, facts: Facts) -> ast.expr:
    """Return an annotation without quotes and square brackets."""
    annotation = facts.annotations.unquoted(declared.annotation) or declared.annotation
    return annotation.value if isinstance(annotation, ast.Subscript) else annotation


def calls_in(declared: ast.AnnAssign, own: Scope, facts: Facts) -> Iterator[ast.Call]:
    """Yield the calls in a declaration, and in what its names stand for."""
    annotation = facts.annotations.unquoted(declared.annotation) or declared.annotation
    for each in (annotation, declared.value):
        for node in walk(each) if each is not None else ():
            meaning = facts.names.resolve(node, own) if isinstance(node, ast.Name) else None
            inside = walk(meaning.node) if isinstance(meaning, Value) else [node]
            yield from (found for found in inside if isinstance(found, ast.Call))


def own_fields(cls: Class, facts: Facts) -> Iterator[tuple[str, Field | None]]:
    """Yield the fields that a class itself declares, None for what is a class variable instead."""
    own = facts.scope_of(cls)
    for name, each in declared_in(cls):
        if facts.names.is_one_of(base_of(each, facts), own, OF_CLASS):
            yield name, None
        else:
            annotation = annotation_in(each.annotation, own, facts)
            given = alias_of(each, own, facts) or name
            yield name, Field(f"{given}: {annotation}{default_of(each, own, facts)}", by_name=True)


def default_of(declared: ast.AnnAssign, own: Scope, facts: Facts) -> str:
    """Return what follows the annotation of a field, empty if it has to be given."""
    value = declared.value
    for call in calls_in(declared, own, facts):
        if is_field(call, own, facts) and value in {None, call}:
            given: dict[str | int | None, ast.expr] = {
                each.arg: each.value for each in call.keywords
            }
            if apis.DEFAULT_FACTORY in given:
                return " = ..."
            value = next(iter(call.args), given.get("default"))
    is_given = value is not None and getattr(value, "value", None) is not Ellipsis
    return f" = {value_in(value, own)}" if value is not None and is_given else ""


def is_field(call: ast.Call, own: Scope, facts: Facts) -> bool:
    """Return whether a call is one of pydantic's `Field`."""
    meaning = facts.names.resolve(call.func, own)
    if not isinstance(meaning, (Class, External, Function)):
        return False
    return facts.names.full_name(meaning) in FIELDS
