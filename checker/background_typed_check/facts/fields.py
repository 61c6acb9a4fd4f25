"""Dataclasses: Python writes an `__init__` for them that keeps what it takes in fields.

(`dataclasses._process_class`.)
"""

import ast
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.meanings import Class

# What would do more than to keep the fields.
MORE: Final = (INIT, "__new__", "__post_init__")
# The arguments of the decorator that change nothing here.
HARMLESS: Final = frozenset({"eq", "frozen", "order", "repr", "slots", "unsafe_hash"})


def keeps_fields(cls: Class, facts: Facts) -> bool:
    """Return whether a class is a dataclass without bases, and with no more code in the way."""
    node = cls.node
    if len(node.decorator_list) != 1 or node.bases or node.keywords:
        return False
    made = node.decorator_list[0]
    given = {each.arg for each in made.keywords} if isinstance(made, ast.Call) else set()
    return (
        given <= HARMLESS
        and facts.names.are_all([made], cls.scope, apis.DATACLASSES)
        and not any(each in facts.scope_of(cls).bindings for each in MORE)
    )


def fields_of(cls: Class) -> dict[str, ast.AnnAssign]:
    """Return the fields of a dataclass in their order, which is that of its arguments."""
    return {
        each.target.id: each
        for each in cls.node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }


def field_of(cls: Class, place: int | str) -> str | None:
    """Return the field that takes an argument, by its position or keyword."""
    names = [*fields_of(cls)]
    if isinstance(place, str):
        return place if place in names else None
    return names[place] if place < len(names) else None
