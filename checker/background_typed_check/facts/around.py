"""The statements around a statement."""

import ast
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts.bodies import unawaited
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode
from background_typed_check.facts.source import Source

Tries: TypeAlias = tuple[type[ast.stmt], ...]
TRIES: Final[Tries] = tuple(getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name))
LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)
WITHS: Final = (ast.With, ast.AsyncWith)
# The lists of a statement whose members do not run one after another.
ALTERNATIVES: Final = ("cases", "handlers")


class Around(NamedTuple):
    """A statement around another one, and the field and block that hold the inner one."""

    statement: ast.AST
    part: str
    block: list[ast.stmt]
    position: int

    @property
    def are_alternatives(self) -> bool:
        """Whether only one of the block runs."""
        return self.part in ALTERNATIVES


def statement_around(node: ast.AST, source: Source) -> ast.stmt:
    """Return the innermost statement around a node."""
    while not isinstance(node, ast.stmt):
        node = source.parents[node]
    return node


def body_around(statement: ast.AST, source: Source) -> FunctionNode | ast.ClassDef | ast.Module:
    """Return the function, class or module in whose body a statement stands."""
    node = source.parents[statement]
    while not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Module)):
        node = source.parents[node]
    return node


def is_guarded(statement: ast.AST, function: ast.AST, source: Source) -> bool:
    """Return whether a `try` or `with` is around a statement, which may stop its exceptions."""
    around = around_of(statement, function, source)
    return any(isinstance(each.statement, (*TRIES, *WITHS)) for each in around)


def around_of(node: ast.AST, function: ast.AST, source: Source) -> Iterator[Around]:
    """Yield the statements around a statement, from the inside out, up to its function."""
    while node is not function:
        outer = source.parents[node]
        for part, block in ast.iter_fields(outer):
            members = enumerate(block) if isinstance(block, list) else ()
            position = next((number for number, each in members if each is node), None)
            if position is not None:
                yield Around(outer, part, block, position)
        node = outer


def ran_with(around: Sequence[Around]) -> list[ast.stmt]:
    """Return the statement that has run, if it may raise after it has added a task: in a helper."""
    statement = around[0].block[around[0].position] if around else None
    call = unawaited(statement.value) if isinstance(statement, ast.Expr) else None
    is_adding = isinstance(call, ast.Call) and getattr(call.func, "attr", "") in apis.ADDERS
    return [] if statement is None or is_adding else [statement]
