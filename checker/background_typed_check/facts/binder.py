"""What the names of a file are bound to, and how often, by its syntax alone.

It follows Python's scoping rules. `symtable` gives the same scopes, but not the bindings.
"""

import ast
import functools
from collections import defaultdict
from typing import Final

from background_typed_check.facts import garbage
from background_typed_check.facts.nodes import TELLING, At, Inside, Telling
from background_typed_check.facts.scopes import FUNCTIONS, Bound, FunctionNode, Scope, ScopeNode
from background_typed_check.facts.source import Source, children, walk

# What may bind a name of the module inside a function, a class or an expression.
REACHING_OUT: Final = (b"global", b"nonlocal", b":=")
# What may hold the names that an assignment binds.
TARGETS: Final = {ast.List, ast.Name, ast.Starred, ast.Tuple}


class Scopes:
    """The scopes of a file.

    Of most files only the names of the module are asked for. So what is in functions and classes is
    looked at only when somebody asks.
    """

    def __init__(self, source: Source) -> None:
        """Bind the names of the module."""
        self.source = source
        self.tree = source.tree
        self.module = Scope(source, self.tree, None)
        if not source.mentions(REACHING_OUT):
            Walk(self.tree, self.module, OUTLINE)
        else:
            self.whole  # noqa: B018  # it binds them, too

    @functools.cached_property
    def whole(self) -> "Walk":
        """All of the file."""
        self.module.clear()
        found = Walk(self.tree, self.module, TELLING)
        found.settle()
        return found

    @property
    def of(self) -> dict[ast.AST, Scope]:
        """The scope that a node opens: a module, class, function, lambda or comprehension."""
        return self.whole.of

    @property
    def around(self) -> dict[ast.expr, Scope]:
        """The scope around each name and call."""
        return self.whole.around

    @property
    def stores(self) -> dict[str, list[ast.Attribute]]:
        """The attributes that the file assigns or deletes, on any object, by their names."""
        return self.whole.stores

    @property
    def declaring(self) -> list[Scope]:
        """The scopes that take names from others."""
        return self.whole.declaring

    @functools.cached_property
    def names(self) -> dict[str, list[ast.Name]]:
        """Where the file uses its names, in the order of lines."""
        found: defaultdict[str, list[ast.Name]] = defaultdict(list)
        for each in self.around:
            if isinstance(each, ast.Name):
                found[each.id].append(each)
        return {name: sorted(uses, key=line_of) for name, uses in found.items()}

    @functools.cached_property
    def attributes(self) -> dict[str, list[ast.Attribute]]:
        """Where the file uses attributes, by their names."""
        found: defaultdict[str, list[ast.Attribute]] = defaultdict(list)
        for each in walk(self.tree):
            if isinstance(each, ast.Attribute):
                found[each.attr].append(each)
        return found

    def end(self) -> None:
        """Forget the bindings, which know the scopes: all is freed at once."""
        whole = vars(self).get("whole")
        for scope in (self.module, *(whole.of.values() if whole is not None else ())):
            scope.clear()


class Walk:
    """One walk over the syntax of a file, which binds the names that it meets."""

    @garbage.paused()
    def __init__(self, tree: ast.Module, module: Scope, telling: Telling) -> None:
        """Walk without recursion, because code may be nested to any depth.

        Args:
            tree: The syntax of the file.
            module: The scope of the file.
            telling: What to do at each kind of node.

        """
        self.module = module
        self.of: dict[ast.AST, Scope] = {tree: module}
        self.around: dict[ast.expr, Scope] = {}
        self.stores: dict[str, list[ast.Attribute]] = {}
        self.declaring: list[Scope] = []
        at = At(module)
        pending: list[ast.AST | At] = [*reversed(tree.body)]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Name):
                self.around[node] = at.scope
                if not isinstance(node.ctx, ast.Load):
                    at.scope.bindings[node.id].append(Bound(node))
            elif isinstance(node, At):
                at = node
            elif type(node) in telling:
                pending += reversed([*telling[type(node)](self, node, at)])
            elif not isinstance(node, ast.Constant):
                if isinstance(node, ast.Call):
                    self.around[node] = at.scope
                elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                    self.stores.setdefault(node.attr, []).append(node)
                pending += reversed(children(node))

    def open(self, node: ScopeNode, parent: Scope) -> Scope:
        """Make the scope of a node."""
        scope = self.of[node] = Scope(parent.source, node, parent)
        return scope

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
                    owner.bindings[name].extend(scope.bindings.pop(name, []))


def line_of(name: ast.Name) -> int:
    """Return the line of a name."""
    return name.lineno


def bind_definition(_walk: Walk, node: FunctionNode | ast.ClassDef, at: At) -> Inside:
    """Bind the name of a function or class, and do not enter it."""
    at.scope.bindings[node.name].append(node)
    return ()


def pass_by(_walk: Walk, _node: ast.expr, _at: At) -> Inside:
    """Leave out an expression."""
    return ()


# The same for the names of a module whose definitions and expressions bind none.
OUTLINE: Final[Telling] = {
    **TELLING,
    **dict.fromkeys({*ast.expr.__subclasses__()} - TARGETS, pass_by),
    **dict.fromkeys((*FUNCTIONS, ast.ClassDef), bind_definition),
}
