"""What the decorators of functions are, and which of them leave a function as it is."""

import ast
from typing import TYPE_CHECKING

from background_typed_check import apis
from background_typed_check.facts.meanings import External, Function, Value
from background_typed_check.facts.names import without_arguments
from background_typed_check.facts.scopes import Scope

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Decorators:
    """Tells what decorators are."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def names_of(self, function: Function) -> frozenset[str] | None:
        """Return the names of the decorators of a function, None if one of them has none."""
        question = ("decorators", function.node)
        return self.facts.memo.ask(question, lambda: self._names_of(function), None)

    def _names_of(self, function: Function) -> frozenset[str] | None:
        names = [self.name_of(each, function.scope) for each in function.node.decorator_list]
        known = [name for name in names if name is not None]
        return frozenset(known) if len(known) == len(names) else None

    def name_of(self, decorator: ast.expr, scope: Scope) -> str | None:
        """Return the name of a decorator, or of what it calls."""
        called = without_arguments(decorator)
        meaning = self.facts.names.resolve(called, scope)
        if isinstance(meaning, External):
            return meaning.name
        if isinstance(meaning, Value) and isinstance(called, ast.Attribute):
            owners = self.facts.expressions.classes_of(called.value, scope)
            if len(owners) == 1 and isinstance(owners[0].of, External):
                return f"{owners[0].of.name}.{called.attr}"
        return None

    def are_transparent(self, function: Function) -> bool:
        """Return whether the name of a function still stands for the function itself."""
        names = self.names_of(function)
        return names is not None and all(map(is_transparent, names))


def is_transparent(name: str) -> bool:
    """Return whether the decorator of that name returns what it is given."""
    return name in apis.TRANSPARENT or is_route(name) or is_socket(name)


def is_route(name: str) -> bool:
    """Return whether the decorator of that name makes a function a FastAPI handler."""
    owner, _, method = name.rpartition(".")
    return owner in apis.ROUTERS and method in apis.ROUTES


def is_socket(name: str) -> bool:
    """Return whether the decorator of that name makes a function a FastAPI websocket handler."""
    owner, _, method = name.rpartition(".")
    return owner in apis.ROUTERS and method == apis.SOCKET
