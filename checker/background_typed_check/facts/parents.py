"""The parents and children of the nodes of a file."""

import ast
from bisect import bisect_left, bisect_right
from typing import Final

# Fields that hold no node that is needed.
LEAVES: Final = {"arg", "attr", "ctx", "id", "kind", "op", "ops", "type_comment"}


class Parents(dict[ast.AST, ast.AST]):
    """The parent of each node of a file, found for one statement of the file at a time."""

    def __init__(self, tree: ast.Module) -> None:
        """Start empty."""
        super().__init__()
        self.tree = tree
        self.ends = [each.end_lineno or each.lineno for each in tree.body]

    def __missing__(self, node: ast.AST) -> ast.AST:
        """Return the parent of a node that has a line number."""
        line = getattr(node, "lineno", 0)
        # Several statements may be on one line, and Python 3.11 miscounts lines in f-strings.
        likely = slice(bisect_left(self.ends, line), bisect_right(self.ends, line) + 1)
        for statement in (*self.tree.body[likely], *self.tree.body):
            if statement not in self:
                self.add(statement)
            if node in self:
                return self[node]
        raise KeyError(node)

    def find(self, node: ast.AST) -> ast.AST | None:
        """Return the parent of a node, None if it is in no statement of the file.

        To `get` it would depend on what was asked for before.
        """
        try:
            return self[node]
        except KeyError:
            return None

    def add(self, statement: ast.stmt) -> None:
        """Add the nodes in a statement of the file."""
        self[statement] = self.tree
        pending: list[ast.AST] = [statement]
        while pending:
            node = pending.pop()
            inside = children(node)
            self.update(dict.fromkeys(inside, node))
            pending += inside


def children(node: ast.AST) -> list[ast.AST]:
    """Return the children of a node: `ast.iter_child_nodes` takes twice as long.

    Contexts (`Load`, `Store`) and operators are not children here.
    """
    found: list[ast.AST] = []
    for field in FIELDS[type(node)]:
        value = getattr(node, field, None)
        if isinstance(value, list):
            found += [each for each in value if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


class Fields(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of each kind of node that may hold other nodes."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        """Leave out the fields that hold none."""
        found = () if kind is ast.Constant else kind._fields
        self[kind] = tuple(field for field in found if field not in LEAVES)
        return self[kind]


FIELDS: Final = Fields()
