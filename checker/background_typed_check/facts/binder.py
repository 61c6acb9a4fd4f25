"""What the names of a file are bound to, and how often, by its syntax alone.

It follows Python's scoping rules. `symtable` gives the same scopes, but not the bindings.
"""

import ast
import functools
import itertools
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, TypeVar

from background_typed_check.facts import garbage
from background_typed_check.facts.nodes import TELLING, At, enter_body
from background_typed_check.facts.scopes import (
    COMPREHENSIONS,
    FUNCTIONS,
    Bound,
    FunctionNode,
    Scope,
    ScopeNode,
)
from background_typed_check.facts.source import Source, children, walk

Node = TypeVar("Node", bound=ast.AST)
# Where these are, a function may bind names of others.
GLOBAL: Final = (b"global",)
NONLOCAL: Final = (b"nonlocal",)
# What has a scope, or stands in one.
HELD: Final = (
    *(ast.Call, ast.ClassDef, ast.Lambda, ast.Name),
    *(*COMPREHENSIONS, *FUNCTIONS),
)


class ByNode(dict[Node, Scope]):
    """Scopes by nodes. The function around a node is looked into when the node is asked for."""

    def __init__(self, scopes: "Scopes") -> None:
        """Start empty."""
        super().__init__()
        self.scopes = scopes

    def __missing__(self, node: Node) -> Scope:
        """Look for the node where it must be, or else everywhere."""
        if isinstance(node, HELD):
            self.scopes.look_at(node.lineno)
            if node not in self:  # Python 3.11 miscounts lines in f-strings
                self.scopes.look_everywhere()
        found = self.get(node)
        if found is None:
            raise KeyError(node)
        return found

    def find(self, node: Node) -> Scope | None:
        """Return the scope of a node, None if it has none here. Neither `get` nor `in` looks."""
        try:
            return self[node]
        except KeyError:
            return None


class Scopes:
    """The scopes of a file. What is in a function is looked for when it is needed."""

    @garbage.paused()
    def __init__(self, source: Source) -> None:
        """Find those outside of functions, or all if functions may bind names of the file."""
        self.source = source
        self.of: ByNode[ast.AST] = ByNode(self)
        """The scope that a node opens: a module, class, function, lambda or comprehension."""
        self.around: ByNode[ast.expr] = ByNode(self)
        """The scope around each name and call."""
        self.stores: defaultdict[str, list[ast.Attribute]] = defaultdict(list)
        self.names: defaultdict[str, list[ast.Name]] = defaultdict(list)
        self.named = 0
        """How many of those in `around` have been put into `names`, if they are names."""
        self.later: dict[int, tuple[FunctionNode, At]] = {}
        """The functions that have not been looked into, by the lines where they begin."""
        self.sought: set[str] = set()
        """The words of which all functions have been looked into that have them."""
        self.is_lazy = not source.mentions(GLOBAL)
        self.module = self.open(source.tree, None)
        self.enter(source.tree.body, At(self.module))
        self.is_lazy = False
        self.starts: Final = [*self.later]
        self.ends: Final = [each.end_lineno or 0 for each, _ in self.later.values()]

    def enter(self, nodes: Iterable[ast.AST | At], at: At) -> None:
        """Find the scopes in nodes without recursion, because code may be nested to any depth."""
        known = len(self.of)
        pending: list[ast.AST | At] = [*nodes]
        pending.reverse()
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
            elif not isinstance(node, ast.Constant):
                if isinstance(node, ast.Call):
                    self.around[node] = at.scope
                elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                    self.stores[node.attr].append(node)
                pending += reversed(children(node))
        settle([*itertools.islice(self.of.values(), known, None)])

    def open(self, node: ScopeNode, parent: Scope | None) -> Scope:
        """Make the scope of a node."""
        scope = self.of[node] = Scope(self.source, node, parent)
        return scope

    def look_at(self, line: int) -> int:
        """Look into the function around a line, and return the line where that ends."""
        at = bisect_right(self.starts, line) - 1
        end = self.ends[at] if at >= 0 else 0
        if line <= end and self.starts[at] in self.later:
            self.look_into(self.starts[at])
        return max(line, end)

    @garbage.paused()
    def look_into(self, start: int) -> None:
        """Find the scopes in a function."""
        function, at = self.later.pop(start)
        self.enter(enter_body(self, function, at), at)

    def look_everywhere(self) -> "Scopes":
        """Find all scopes."""
        for each in [*self.later]:
            self.look_into(each)
        return self

    def look_for(self, word: str) -> "Scopes":
        """Find the scopes in all functions whose text has a word."""
        is_new = word not in self.sought and bool(self.later)
        self.sought.add(word)
        at = self.text.find(word) if is_new else -1
        while at >= 0:
            end = self.look_at(bisect_right(self.lines, at))
            at = self.text.find(word, self.lines[end]) if end < len(self.lines) else -1
        return self

    @functools.cached_property
    def text(self) -> str:
        """The text of the file, with its names as Python knows them."""
        return unicodedata.normalize("NFKC", "\n".join(self.source.lines))

    @functools.cached_property
    def lines(self) -> list[int]:
        """Where the lines of the text begin."""
        lengths = (len(each) + 1 for each in self.text.split("\n"))
        return [0, *itertools.accumulate(lengths)][:-1]

    def uses_of(self, name: str) -> list[ast.Name]:
        """Return where the file uses a name, in the order of lines."""
        return self.look_for(name).known_uses_of(name)

    def known_uses_of(self, name: str) -> list[ast.Name]:
        """Return the same for what has been looked into."""
        for each in itertools.islice(self.around, self.named, None):
            if isinstance(each, ast.Name):
                self.names[each.id].append(each)
        self.named = len(self.around)
        return sorted(self.names.get(name, ()), key=line_of)

    def stores_of(self, name: str) -> list[ast.Attribute]:
        """Return where the file assigns or deletes an attribute, on any object."""
        return self.look_for(name).stores.get(name, [])

    @functools.cached_property
    def attributes(self) -> dict[str, list[ast.Attribute]]:
        """Where the file uses attributes, by their names."""
        found: defaultdict[str, list[ast.Attribute]] = defaultdict(list)
        for each in walk(self.source.tree):
            if isinstance(each, ast.Attribute):
                found[each.attr].append(each)
        return found

    @functools.cached_property
    def declaring(self) -> list[Scope]:
        """The scopes that take names from others."""
        if self.source.mentions(NONLOCAL):
            self.look_everywhere()
        return [each for each in self.of.values() if each.declared]

    def end(self) -> None:
        """Forget all, so that it is freed at once: the scopes know each other."""
        for scope in self.of.values():
            scope.bindings.clear()
        vars(self).clear()


def settle(scopes: list[Scope]) -> None:
    """Move the bindings of `global` and `nonlocal` names to the scopes that own them."""
    for scope in scopes:
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
