"""Uses of a collection that surely raise, in place of adding a task or after it."""

import ast
import re
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.around import TRIES, WITHS
from background_typed_check.facts.instances import without_none
from background_typed_check.facts.meanings import External
from background_typed_check.facts.scopes import Scope

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

NO_ATTRIBUTE: Final = External("builtins.AttributeError")
WRONG_TYPE: Final = External("builtins.TypeError")


def failure_of(call: ast.Call, scope: Scope, facts: "Facts") -> External | None:
    """Return the exception that a call of a collection's method surely raises, if any."""
    method = call.func
    if not isinstance(method, ast.Attribute) or not isinstance(method.value, ast.Name):
        return None
    adder = apis.ADDERS.get(method.attr)
    if adder is None:
        is_missing = scope.source.mentions(apis.TELLTALES) and is_missing_in(method, scope, facts)
        return NO_ATTRIBUTE if is_missing else None
    is_awaited = isinstance(scope.source.parents[call], ast.Await)
    is_named = any(each.arg in adder.reserved for each in call.keywords)
    if not is_awaited and not (is_named and has_callee(call)):
        return None
    found = without_none(facts.expressions.classes_of(method.value, scope))
    is_plain = bool(found) and all(
        not each.is_class and facts.classes.inherits(each.of, apis.COLLECTIONS, {adder.name})
        for each in found
    )
    return WRONG_TYPE if is_plain else None


def has_callee(call: ast.Call) -> bool:
    """Return whether the first argument of a call is given by its position."""
    return bool(call.args) and not isinstance(call.args[0], ast.Starred)


def is_missing_in(read: ast.Attribute, scope: Scope, facts: "Facts") -> bool:
    """Return whether to read an attribute surely raises, because a collection has no such one."""
    if read.attr in apis.OF_COLLECTIONS or hasattr(object, read.attr) or is_expected(read, scope):
        return False
    found = without_none(facts.expressions.classes_of(read.value, scope))
    # A class of the user's own may have it, or one that derives from that.
    are_known = all(facts.names.full_name(each.of) in apis.COLLECTIONS for each in found)
    return bool(found) and are_known and not is_assigned(read.attr, facts)


def is_expected(read: ast.Attribute, scope: Scope) -> bool:
    """Return whether the attribute may exist after all, or the code expects that it may not."""
    source = scope.source
    if source.mentions(apis.DYNAMIC):
        return True
    name = read.value.id if isinstance(read.value, ast.Name) else ""
    owner = scope.owner(name)
    if owner is not None and len(owner.bindings[name]) > 1:
        return True  # another one by then
    node: ast.AST = read
    while not isinstance(node, ast.Module):
        node = source.parents[node]
        if isinstance(node, (*TRIES, *WITHS, ast.Match)):
            return True
    return False


def is_assigned(name: str, facts: "Facts") -> bool:
    """Return whether a file of the tree may give some object an attribute of that name."""
    pattern = re.compile(rb"\.%s\s*[:=]" % name.encode())
    sources = facts.modules.mentioning(f".{name}".encode())
    return any(pattern.search(each.data) is not None for each in sources)
