"""What a function does with its own collection: where it makes it, adds to it, hands it on."""

import ast
import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.binder import line_of
from background_typed_check.facts.made import alternatives, is_new_collection
from background_typed_check.facts.meanings import Class, Value
from background_typed_check.facts.scopes import (
    COMPREHENSIONS,
    FUNCTIONS,
    Assigned,
    Bound,
    FunctionNode,
    Parameter,
    Scope,
)


class Held(NamedTuple):
    """An attribute of an object that a dependency makes."""

    cls: Class
    """The class of the object, and not of a subclass."""
    name: str
    value: Value
    """What is assigned to it."""


class Uses(NamedTuple):
    """What a function does with the variable that a task is added to."""

    function: FunctionNode
    scope: Scope
    name: str
    parameter: Parameter | None
    """The parameter, if the variable is one."""
    made: tuple[Assigned, ...]
    """The values that are assigned to it."""
    held: Held | None = None
    """What it is if it is no variable, but an attribute: `mail.tasks`."""

    def are_new(self, facts: Facts) -> bool:
        """Return whether each of its values is a new collection."""
        if self.held is not None:
            return is_new_collection(*self.held.value, facts)
        return bool(self.made) and all(
            is_new_collection(each.value, each.scope, facts) for each in self.made
        )

    def are_own(self, facts: Facts) -> bool:
        """Return whether each value is a new collection, or the one that the variable had."""
        return all(
            is_new_collection(each, made.scope, facts)
            or (isinstance(each, ast.Name) and each.id == self.name)
            for made in self.made
            for each in alternatives(made.value)
        )

    def taken(self, facts: Facts) -> "Iterator[Uses]":
        """Yield the uses of the other variables that it may have its value from."""
        for made in self.made:
            for each in alternatives(made.value):
                owner = made.scope.owner(each.id) if isinstance(each, ast.Name) else None
                if isinstance(each, ast.Name) and each.id != self.name and owner is not None:
                    uses = uses_of_name(each.id, owner, facts)
                    if uses is not None:
                        yield uses


def uses_of_name(name: str, scope: Scope, facts: Facts) -> Uses | None:
    """Return what a function does with one of its variables, None if anything may happen to it."""
    return facts.memo.ask(("uses", name, scope), lambda: _uses_of(name, scope, facts), None)


def _uses_of(name: str, scope: Scope, facts: Facts) -> Uses | None:
    function = scope.node
    if not isinstance(function, FUNCTIONS) or any(names_in(scope, apis.REACH_ALL, facts)):
        return None
    bindings = scope.bindings[name]
    parameter = next((each for each in bindings if isinstance(each, Parameter)), None)
    made = tuple(each for each in bindings if isinstance(each, Assigned))
    if any(isinstance(each, Bound) and isinstance(each.node, ast.NamedExpr) for each in bindings):
        return None  # `(tasks := ...)` may stand anywhere
    return Uses(function, scope, name, parameter, made)


def names_in(function: Scope, names: Iterable[str], facts: Facts) -> Iterator[ast.Name]:
    """Yield where a function, or a function in it, uses names."""
    used = facts.scopes(function.source).names
    first = getattr(function.node, "lineno", 0)
    last = getattr(function.node, "end_lineno", None) or first
    for name in names:
        found = used.get(name, [])
        start = bisect_left(found, first, key=line_of)
        for each in itertools.islice(found, start, None):
            if each.lineno > last:
                break
            yield each


def loads(name: str, owner: Scope, facts: Facts) -> Iterator[ast.Name]:
    """Yield where a name of a scope is read."""
    around = facts.scopes(owner.source).around
    for each in names_in(owner, {name}, facts):
        if around[each].owner(name) is owner and isinstance(each.ctx, ast.Load):
            yield each


def is_directly_in(scope: Scope, function: Scope) -> bool:
    """Return whether a scope is that of a function, or of a comprehension directly in it."""
    at: Scope | None = scope
    while at is not None and isinstance(at.node, COMPREHENSIONS):
        at = at.parent
    return at is function


def reads_of(name: str, owner: Scope, facts: Facts) -> list[tuple[ast.expr, Scope]] | None:
    """Return where a variable of a function is read, None if it may have several values."""
    uses = uses_of_name(name, owner, facts)
    scopes, bindings = facts.scopes(owner.source), owner.bindings.get(name, [])
    if uses is None or len(bindings) != 1 or not (uses.parameter or uses.made):
        return None
    is_variadic = uses.parameter is not None and uses.parameter.is_variadic
    if is_variadic or any(each.declared.get(name) is owner for each in scopes.declaring):
        return None
    return [(each, scopes.around[each]) for each in loads(name, owner, facts)]


def is_local(scope: Scope) -> bool:
    """Return whether the names of a scope are those of a function."""
    return isinstance(scope.node, FUNCTIONS)
