"""What the names of a file are bound to, and how often, by its syntax alone.

It follows Python's scoping rules. `symtable` gives the same scopes, but not the bindings.
"""

import ast
import functools
from collections import defaultdict

from background_typed_check.facts import garbage
from background_typed_check.facts.nodes import TELLING, At
from background_typed_check.facts.parents import children
from background_typed_check.facts.scopes import Bound, Scope, ScopeNode
from background_typed_check.facts.source import Source, walk


class Scopes:
    """The scopes of a file."""

    @garbage.paused()
    def __init__(self, source: Source) -> None:
        """Find them without recursion, because code may be nested to any depth."""
        self.source = source
        self.of: dict[ast.AST, Scope] = {}
        """The scope that a node opens: a module, class, function, lambda or comprehension."""
        self.around: dict[ast.expr, Scope] = {}
        """The scope around each name and call."""
        self.stores: dict[str, list[ast.Attribute]] = {}
        """The attributes that the file assigns or deletes, on any object, by their names."""
        self.declaring: list[Scope]
        """The scopes that take names from others."""
        self.module = self.open(source.tree, None)
        at = At(self.module)
        pending: list[ast.AST | At] = [*reversed(source.tree.body)]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Name):
                self.around[node] = at.scope
                if not isinstance(node.ctx, ast.Load):
                    at.scope.bind(node.id, Bound(node))
            elif isinstance(node, At):
                at = node
            elif type(node) in TELLING:
                pending += reversed([*TELLING[type(node)](self, node, at)])
            elif not isinstance(node, ast.Constant):
                if isinstance(node, ast.Call):
                    self.around[node] = at.scope
                elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                    self.stores.setdefault(node.attr, []).append(node)
                pending += reversed(children(node))
        self.settle()

    def open(self, node: ScopeNode, parent: Scope | None) -> Scope:
        """Make the scope of a node."""
        scope = self.of[node] = Scope(self.source, node, parent)
        return scope

    @functools.cached_property
    def names(self) -> dict[str, list[ast.Name]]:
        """Where the file uses its names, in the order of lines."""
        found: defaultdict[str, list[ast.Name]] = defaultdict(list)
        for each in self.around:
            if isinstance(each, ast.Name):
                found[each.id].append(each)
        return {name: sorted(uses, key=line_of) for name, uses in found.items()}

    @functools.cached_property
    def calls(self) -> list[tuple[ast.Call, Scope]]:
        """The calls of the file in order, each with the scope around it."""
        found = [(each, scope) for each, scope in self.around.items() if isinstance(each, ast.Call)]
        return sorted(found, key=lambda each: (each[0].lineno, each[0].col_offset))

    @functools.cached_property
    def attributes(self) -> dict[str, list[ast.Attribute]]:
        """Where the file uses attributes, by their names."""
        found: defaultdict[str, list[ast.Attribute]] = defaultdict(list)
        for each in walk(self.source.tree):
            if isinstance(each, ast.Attribute):
                found[each.attr].append(each)
        return found

    def settle(self) -> None:
        """Move the bindings of `global` and `nonlocal` names to the scopes that own them."""
        self.declaring = [each for each in self.of.values() if each.declared]
        for scope in self.declaring:
            for name, named in scope.declared.items():
                owner = named
                if owner is None:
                    around = [*scope.around()][1:]
                    owner = next((each for each in around if name in each.bindings), None)
                    scope.declared[name] = owner
                if owner is not None and owner is not scope:
                    for each in scope.bindings.pop(name, []):
                        owner.bind(name, each)


def line_of(name: ast.Name) -> int:
    """Return the line of a name."""
    return name.lineno
