"""The functions that are known to block, by their names: those of the table, and the user's."""

import ast
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.meanings import External, Function
from background_typed_check.facts.scopes import Scope

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Blockers:
    """Functions that block the thread that calls them, by their full names."""

    def __init__(self, added: Collection[str] = ()) -> None:
        """Take the functions that the user adds to the table."""
        owners = {each.rpartition(".")[0] for each in added}
        self.added = {*added, *(canonical(each) for each in added)}
        self.names = apis.BLOCKING | self.added
        self.known = apis.KNOWN | self.added | owners
        """What is known by its name alone, without reading a file."""
        self.by_package = {(each.partition(".")[0], last(each)) for each in self.names}
        """The packages of these functions, each with the last word of a name."""
        self.words = {word for _, word in self.by_package}
        self.own_words = set(map(last, added))


def canonical(name: str) -> str:
    """Return the name that a function or method is defined under."""
    owner, _, word = apis.canonical(name).rpartition(".")
    return f"{apis.canonical(owner)}.{word}"


def last(name: str) -> str:
    """Return the last word of a full name."""
    return name.rpartition(".")[2]


def name_of(callee: ast.expr, scope: Scope, facts: "Facts") -> str:
    """Return the full name of what a call runs, empty if unknown.

    A function of the tree has one only where the user adds functions of that name.
    """
    called = facts.functions.called(callee, scope)
    names = {each.name if isinstance(each, External) else own_name(each, facts) for each in called}
    return names.pop() if len(names) == 1 else ""


def blocking_name(callee: ast.expr, scope: Scope, facts: "Facts") -> str:
    """Return the full name of what a call runs, as far as that may block.

    The files of libraries are only read for a word that the table has: theirs are not renamed.
    """
    name = name_of(callee, scope, facts.without_libraries)
    word = callee.attr if isinstance(callee, ast.Attribute) else last(name)
    is_unclear = word in facts.blockers.words and name not in facts.blockers.names
    return name_of(callee, scope, facts) if is_unclear else name


def own_name(function: Function, facts: "Facts") -> str:
    """Return the full name of a function or method of the tree."""
    if function.node.name not in facts.blockers.own_words:
        return ""
    owner = function.owner
    name = facts.names.full_name(owner or function)
    return name if owner is None else f"{name}.{function.node.name}"


TABLE: Final = Blockers()
