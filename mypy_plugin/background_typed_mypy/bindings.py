"""Which names of a file are bound once, and to what: read off its statements, without types."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mypy.nodes import (
    AssignmentExpr,
    AssignmentStmt,
    Block,
    ClassDef,
    Decorator,
    DelStmt,
    Expression,
    ForStmt,
    FuncDef,
    IfStmt,
    Import,
    ImportFrom,
    MatchStmt,
    MemberExpr,
    MypyFile,
    NameExpr,
    Node,
    OperatorAssignmentStmt,
    OverloadedFuncDef,
    RefExpr,
    Statement,
    SymbolNode,
    TempNode,
    TryStmt,
    Var,
    WhileStmt,
    WithStmt,
)

from background_typed_mypy import internals

# Where statements hold other statements, and where they bind names.
BLOCKS: Final[dict[type[Node], tuple[str, ...]]] = {
    Block: ("body",),
    ClassDef: ("defs",),
    Decorator: ("func",),
    ForStmt: ("body", "else_body"),
    FuncDef: ("body",),
    IfStmt: ("body", "else_body"),
    Import: ("assignments",),  # of names that are bound already
    ImportFrom: ("assignments",),
    MatchStmt: ("bodies",),
    OverloadedFuncDef: ("items", "impl"),
    TryStmt: ("body", "handlers", "else_body", "finally_body"),
    WhileStmt: ("body", "else_body"),
    WithStmt: ("body",),
}
TARGETS: Final[dict[type[Node], tuple[str, ...]]] = {
    AssignmentStmt: ("lvalues",),
    DelStmt: ("expr",),
    ForStmt: ("index",),
    MatchStmt: ("patterns",),
    OperatorAssignmentStmt: ("lvalue",),
    TryStmt: ("vars",),
    WithStmt: ("target",),
}
# What makes a coroutine function of another (`inspect.iscoroutinefunction`, and asyncio's).
MARKERS: Final = {"markcoroutinefunction", "_is_coroutine", "_is_coroutine_mark"}


def parts(node: Node, table: dict[type[Node], tuple[str, ...]]) -> Iterator[Node]:
    """Yield the parts of a node that the table names, whether they are one, many or missing."""
    for name in table.get(type(node), ()):
        part = getattr(node, name)
        for each in part if isinstance(part, list) else [part]:
            if each is not None:
                yield each


def statements(node: Node) -> Iterator[Node]:
    """Yield a statement and all that it holds, functions and classes included."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(parts(current, BLOCKS))


class Bindings(NamedTuple):
    """What the names of a file are bound to, as far as the file says so."""

    definitions: list[Statement]
    values: dict[SymbolNode, list[Expression | None]]
    """What each variable or function is assigned, None where that is no expression."""
    unseen: set[str]
    """The names that are bound in code that mypy does not look at."""
    decorators: dict[FuncDef, Decorator]
    """What stands around each decorated function."""
    used: set[SymbolNode | None]
    """What some expression of the file refers to."""
    marks: bool
    """Whether the file may make coroutine functions of others."""


def read(tree: MypyFile) -> Bindings:
    """Read off the bindings of a file."""
    expressions = internals.subexpressions(tree)
    found = [each for definition in tree.defs for each in statements(definition)]
    bound: list[tuple[Expression, Expression | None]] = [
        *((each.target, None) for each in expressions if isinstance(each, AssignmentExpr)),
        *(binding for each in found for binding in bound_by(each)),
    ]
    functions = [each for each in found if isinstance(each, FuncDef)]
    values: dict[SymbolNode, list[Expression | None]] = {
        argument.variable: [None] for each in functions for argument in each.arguments
    }
    unseen = {each.name for each in functions if not each.fullname}
    for statement in found:
        if isinstance(statement, ImportFrom) and statement.is_unreachable:
            unseen.update(alias or name for name, alias in statement.names)
    for function in functions:
        if function.original_def is not None:
            values.setdefault(function.original_def, []).append(None)
    for target, value in bound:
        if isinstance(target, RefExpr) and target.node is not None:
            values.setdefault(target.node, []).append(value)
        elif isinstance(target, NameExpr):
            unseen.add(target.name)
    names = {each.name for each in expressions if isinstance(each, (NameExpr, MemberExpr))}
    return Bindings(
        tree.defs,
        values,
        unseen,
        decorators={each.func: each for each in found if isinstance(each, Decorator)},
        used={each.node for each in expressions if isinstance(each, RefExpr)},
        marks=not MARKERS.isdisjoint(names),
    )


def bound_by(statement: Node) -> Iterator[tuple[Expression, Expression | None]]:
    """Yield the names that a statement binds, with the whole value that they get, if any does."""
    value = statement.rvalue if isinstance(statement, AssignmentStmt) else None
    if isinstance(value, TempNode):
        return  # an annotation without a value
    for target in parts(statement, TARGETS):
        if isinstance(target, RefExpr):
            yield target, value
        else:
            yield from ((name, None) for name in internals.subexpressions(target))


last_read: Bindings | None = None


def bindings_of(tree: MypyFile, node: SymbolNode | None = None) -> Bindings:
    """Return the bindings of a file, read again only when they may have changed.

    After an edit elsewhere the daemon analyzes single functions again: their variables are new.
    """
    global last_read  # noqa: PLW0603  # mypy checks a file at a time: one is all there is to keep
    if (
        last_read is None
        or last_read.definitions is not tree.defs
        or (isinstance(node, Var) and node not in last_read.values)
    ):
        last_read = read(tree)
        if isinstance(node, Var):
            last_read.values.setdefault(node, [])
    return last_read


def only_value(tree: MypyFile, name: NameExpr) -> Expression | None:
    """Return what a variable of the file is bound to, if it is bound in one place only."""
    if not isinstance(name.node, Var):
        return None
    bindings = bindings_of(tree, name.node)
    values = bindings.values[name.node]
    return values[0] if len(values) == 1 and name.name not in bindings.unseen else None


def is_rebound(tree: MypyFile, node: SymbolNode) -> bool:
    """Say if the file may give the name of a function to something else."""
    bindings = bindings_of(tree)
    return node in bindings.values or node.name in bindings.unseen


def decorator_of(tree: MypyFile, function: FuncDef) -> Decorator | None:
    """Return what stands around a function of the file, if it is decorated."""
    return bindings_of(tree).decorators.get(function)


def is_used(tree: MypyFile, function: Decorator) -> bool:
    """Say if the file refers to a function by its name."""
    return function in bindings_of(tree).used


def marks_coroutine_functions(tree: MypyFile) -> bool:
    """Say if the file may have `is_async_callable` take a function for what it is not."""
    return bindings_of(tree).marks
