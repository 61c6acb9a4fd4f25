"""Which definitions of a file the Python of the environment runs: stubs have those of all versions.

Python's own stubs ask for its version in two ways: `if sys.version_info >= (3, 12):` and `<`.
"""

import ast
from collections.abc import Iterable, Iterator

from background_typed_check.facts import Facts
from background_typed_check.facts.imports import line_of
from background_typed_check.facts.scopes import Binding, Scope


def running(bindings: Iterable[Binding], scope: Scope, facts: Facts) -> list[Binding]:
    """Return those bindings in a scope that the Python of the environment may make."""
    source, none = scope.source, list[range]()
    question = ("never run", source)
    never = facts.memo.ask(question, lambda: [*never_run(source.tree, facts.python)], none)
    return [each for each in bindings if not any(line_of(each) in lines for lines in never)]


def never_run(node: ast.AST, version: tuple[int, int]) -> Iterator[range]:
    """Yield the lines of a module, class or condition that a version of Python does not run."""
    is_true = is_met(node.test, version) if isinstance(node, ast.If) else None
    for part, never in (("body", False), ("orelse", True)):
        block: list[ast.stmt] = getattr(node, part, [])
        if is_true is never and block:
            yield range(block[0].lineno, (block[-1].end_lineno or 0) + 1)
        for each in block:
            if isinstance(each, (ast.ClassDef, ast.If)):
                yield from never_run(each, version)


def is_met(test: ast.expr, version: tuple[int, int]) -> bool | None:
    """Return whether a version of Python meets a condition, None if it does not decide that."""
    match test:
        case ast.BoolOp(op=op, values=values):
            found = {is_met(each, version) for each in values}
            ending = isinstance(op, ast.Or)  # what one of them decides
            return ending if ending in found else None if None in found else not ending
        case ast.Compare(
            left=ast.Attribute(value=ast.Name(id="sys"), attr="version_info"),
            ops=[ast.GtE() | ast.Lt() as op],
            comparators=[ast.Tuple(elts=[ast.Constant(value=major), ast.Constant(value=minor)])],
        ):
            return (version >= (major, minor)) == isinstance(op, ast.GtE)
    return None
