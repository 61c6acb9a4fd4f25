"""Which functions of the application may return when they are called."""

import ast

from background_typed_check.facts import Facts
from background_typed_check.facts.leaving import may_leave
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.parsing import UNPARSABLE, parse
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode
from background_typed_check.facts.source import Source
from mypy.nodes import FuncDef


def may_return(function: Function, facts: Facts) -> bool:
    """Return whether any call of a function may return, awaited or not."""
    return facts.leaving.may_return(function)


def is_open(function: FuncDef, source: Source) -> bool:
    """Return whether the text of a function shows that it may return. Most do."""
    node = parsed_alone(function, source)
    return node is not None and not may_leave(node)


def parsed_alone(function: FuncDef, source: Source) -> FunctionNode | None:
    """Return the syntax of a function without the rest of its file, None if that is not certain.

    mypy forgets a body once it has checked the file, but not where the function stands.
    """
    lines = source.lines[max(function.line - 1, 0) : function.end_line or 0]
    around = ["class _:"] if lines and lines[0][:1].isspace() else []
    try:
        tree = parse("\n".join([*around, *lines]))
    except UNPARSABLE:
        return None
    first = next((each for each in ast.walk(tree) if isinstance(each, FUNCTIONS)), None)
    return first if first is not None and first.name == function.name else None
