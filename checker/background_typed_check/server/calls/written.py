"""Parts of signatures as their source writes them, on one line."""

import ast
import re
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.scopes import Scope

SPACES: Final = re.compile(r"\s+")


def value_in(node: ast.expr, scope: Scope) -> str:
    """Return the text of an expression."""
    return SPACES.sub(" ", scope.source.read(scope.source.place(node)))


def annotation_in(node: ast.expr, scope: Scope, facts: Facts) -> str:
    """Return the text of an annotation: of `Annotated[int, ...]` only the type."""
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Tuple)
        and facts.names.is_one_of(node.value, scope, apis.ANNOTATED)
    ):
        return annotation_in(node.slice.elts[0], scope, facts)
    return value_in(node, scope)
