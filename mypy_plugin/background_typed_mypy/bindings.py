"""Which names of a file are bound once, and to what: read off its statements, without types."""

from collections.abc import Iterator
from typing import Final

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
    MatchStmt,
    MypyFile,
    NameExpr,
    Node,
    OperatorAssignmentStmt,
    OverloadedFuncDef,
    TryStmt,
    Var,
    WhileStmt,
    WithStmt,
)
from mypy.server.subexpr import get_subexpressions

# Where statements hold other statements, and where they bind names.
BLOCKS: Final[dict[type[Node], tuple[str, ...]]] = {
    Block: ("body",),
    ClassDef: ("defs",),
    Decorator: ("func",),
    ForStmt: ("body", "else_body"),
    FuncDef: ("body",),
    IfStmt: ("body", "else_body"),
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


class Bindings:
    """What each variable of a file is bound to, as far as the file says so."""

    def __init__(self, tree: MypyFile) -> None:
        """Read the whole file."""
        self.of: Final = tree.defs
        self.values: Final[dict[Var, list[Expression | None]]] = {}
        for definition in tree.defs:
            for statement in statements(definition):
                self.read(statement)
        for expression in get_subexpressions(tree):
            if isinstance(expression, AssignmentExpr):
                self.bind(expression.target, None)

    def read(self, statement: Node) -> None:
        """Take in the names that a statement binds."""
        if isinstance(statement, FuncDef):
            for argument in statement.arguments:
                self.values.setdefault(argument.variable, []).append(None)
        value = statement.rvalue if isinstance(statement, AssignmentStmt) else None
        for target in parts(statement, TARGETS):
            if isinstance(target, NameExpr):
                self.bind(target, value)
            else:
                for name in get_subexpressions(target):
                    self.bind(name, None)

    def bind(self, target: Expression, value: Expression | None) -> None:
        """Take in one name, with the whole value that it gets, if that is known."""
        if isinstance(target, NameExpr) and isinstance(target.node, Var):
            self.values.setdefault(target.node, []).append(value)


last_read: Bindings | None = None


def only_value(tree: MypyFile, var: Var) -> Expression | None:
    """Return what a variable of the file is bound to, if it is bound in one place only."""
    global last_read  # noqa: PLW0603  # mypy checks a file at a time: one is all there is to keep
    if last_read is None or last_read.of is not tree.defs:
        last_read = Bindings(tree)
    values = last_read.values.get(var, [])
    return values[0] if len(values) == 1 else None
