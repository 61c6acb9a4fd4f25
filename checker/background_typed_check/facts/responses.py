"""Which calls make a response that sends itself, and runs its background, as the library has it."""

import ast

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Class, External
from background_typed_check.facts.scopes import Scope


def makes_response(call: ast.Call, scope: Scope, facts: Facts) -> bool:
    """Return whether a call makes a response of the library's, or of a class with no more code."""
    if facts.names.is_call_of(call, scope, apis.RESPONSES):
        return True
    cls = facts.names.resolve(call.func, scope)
    if not isinstance(cls, Class) or not isinstance(cls.node, ast.ClassDef):
        return False
    *own, last = facts.classes.mro(cls)
    return (
        isinstance(last, External)
        and last.name in apis.RESPONSES
        and all(isinstance(each, Class) and has_only_values(each.node) for each in own)
    )


def has_only_values(cls: ast.ClassDef) -> bool:
    """Return whether a class has one base, no decorator, and nothing in it but values."""
    is_plain = len(cls.bases) == 1 and not cls.keywords and not cls.decorator_list
    return is_plain and all(map(is_value, cls.body))


def is_value(statement: ast.stmt) -> bool:
    """Return whether a statement of a class is a text, or gives it a value that is no method."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name in apis.VALUES_OF_RESPONSES
    return isinstance(statement, (ast.Expr, ast.Pass))
