"""Parts of signatures as their source writes them, on one line."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.parents import children
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source
from background_typed_check.rules.places import end_of, gap, start_of

SPACES: Final = re.compile(r"\s+")


def value_in(node: ast.expr, scope: Scope) -> str:
    """Return the text of an expression."""
    return SPACES.sub(" ", scope.source.read(scope.source.place(node)))


def annotation_in(node: ast.expr, scope: Scope, facts: Facts) -> str:
    """Return the text of an annotation: of each `Annotated[int, ...]` in it only the type."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        inside = Source(scope.source.path, node.value.strip().encode(errors="replace"))
        match inside.tree.body:
            case [ast.Expr(value=quoted)]:
                own = Scope(inside, scope.node, scope)
                if any(annotated_in(quoted, own, facts)):
                    return annotation_in(quoted, own, facts)
    source = scope.source
    whole = source.place(node)
    text, done = "", start_of(whole)
    for found, kind in annotated_in(node, scope, facts):
        text += source.read(gap(done, source.place(found))) + annotation_in(kind, scope, facts)
        done = source.place(found)
    return SPACES.sub(" ", text + source.read(gap(done, end_of(whole))))


def annotated_in(
    annotation: ast.expr, scope: Scope, facts: Facts
) -> Iterator[tuple[ast.Subscript, ast.expr]]:
    """Yield each `Annotated[int, ...]` in an annotation with its type, in the order of the text."""
    pending: list[ast.AST] = [annotation]
    while pending:
        node = pending.pop()
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Tuple)
            and facts.names.is_one_of(node.value, scope, apis.ANNOTATED)
        ):
            yield node, node.slice.elts[0]
        else:
            pending += reversed(children(node))
