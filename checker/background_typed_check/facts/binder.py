"""What the names of a file are bound to, and how often: read off its syntax alone.

Python's own rules of scoping: `symtable` gives the same scopes, but not what a name is bound to.
"""

import ast

from background_typed_check.facts.nodes import TELLING, At
from background_typed_check.facts.scopes import Bound, Scope, ScopeNode
from background_typed_check.facts.source import Source, children


class Scopes:
    """The scopes of a file."""

    def __init__(self, source: Source) -> None:
        """Read them off, without recursion: code may be nested as deeply as it likes."""
        self.source = source
        self.of: dict[ast.AST, Scope] = {}
        """The scope that a node opens: a module, class, function, lambda or comprehension."""
        self.around: dict[ast.expr, Scope] = {}
        """The scope that each name and call stands in."""
        self.stores: dict[str, list[ast.Attribute]] = {}
        """The attributes that the file assigns or deletes, of whatever object, by their names."""
        self.module = self.open(source.tree, None)
        at = At(self.module)
        pending: list[ast.AST | At] = [*reversed(source.tree.body)]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Name):
                self.around[node] = at.scope
                if not isinstance(node.ctx, ast.Load):
                    at.scope.bindings[node.id].append(Bound(node))
            elif isinstance(node, At):
                at = node
            elif type(node) in TELLING:
                pending += reversed([*TELLING[type(node)](self, node, at)])
            else:
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

    def settle(self) -> None:
        """Give what functions bind with `global` and `nonlocal` to the scopes they name."""
        for scope in self.of.values():
            for name, named in scope.declared.items():
                owner = named
                if owner is None:
                    around = [*scope.around()][1:]
                    owner = next((each for each in around if name in each.bindings), None)
                    scope.declared[name] = owner
                if owner is not None and owner is not scope:
                    owner.bindings[name].extend(scope.bindings.pop(name, []))
