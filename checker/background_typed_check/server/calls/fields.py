"""The `__init__` that Python writes for a class with fields: a dataclass or a named tuple."""

import ast
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.meanings import Class, Function

DATACLASSES: Final = frozenset({"dataclasses.dataclass"})
NAMED_TUPLES: Final = frozenset({"typing.NamedTuple"})


def initializer(cls: Class, facts: Facts) -> Function | None:
    """Return what Python writes, as far as the class itself shows it, None for other classes.

    `dataclasses.dataclass` and `typing.NamedTuple` take the fields in the order of their lines.
    """
    bases = [
        each for each in cls.node.bases if not facts.names.is_one_of(each, cls.scope, NAMED_TUPLES)
    ]
    is_named_tuple = len(bases) < len(cls.node.bases)
    is_dataclass = facts.names.are_any(cls.node.decorator_list, cls.scope, DATACLASSES)
    if bases or not (is_named_tuple or is_dataclass):
        return None
    fields = [each for each in cls.node.body if isinstance(each, ast.AnnAssign)]
    given = ast.arguments(
        posonlyargs=[],
        args=[
            ast.copy_location(ast.arg("self"), cls.node),
            *(argument_of(each) for each in fields),
        ],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[each.value for each in fields if each.value is not None],
    )
    node = ast.FunctionDef(name=INIT, args=given, body=[], decorator_list=[])
    return Function(ast.copy_location(node, cls.node), facts.scope_of(cls))


def argument_of(field: ast.AnnAssign) -> ast.arg:
    """Return a field as a parameter that is written in the same place."""
    return ast.arg(
        getattr(field.target, "id", ""),
        field.annotation,
        lineno=field.lineno,
        col_offset=field.col_offset,
        end_lineno=field.annotation.end_lineno,
        end_col_offset=field.annotation.end_col_offset,
    )
