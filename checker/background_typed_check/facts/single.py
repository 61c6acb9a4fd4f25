"""Loops that surely have one round at most, or the same element in each."""

import ast
from collections.abc import Sequence
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Value
from background_typed_check.facts.scopes import Scope

# How many calls and names may be around a literal.
DEEPEST: Final = 5
# Stands for whatever is cut by a slice.
LONG: Final = range(1000)


def has_one_round(loop: ast.AST, body: Sequence[ast.stmt], scope: Scope, facts: Facts) -> bool:
    """Return whether a loop surely ends after its first round, if not before."""
    if isinstance(loop, ast.While):
        test = loop.test.operand if isinstance(loop.test, ast.UnaryOp) else loop.test
        return isinstance(test, ast.Name) and any(sets_constant(each, test.id) for each in body)
    iterable = getattr(loop, "iter", None)
    return isinstance(iterable, ast.expr) and has_one_value(iterable, scope, facts)


def sets_constant(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement sets a name to a constant."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)], value=ast.Constant()):
            return target == name
    return False


def has_one_value(iterable: ast.expr, scope: Scope, facts: Facts, depth: int = DEEPEST) -> bool:
    """Return whether an iterable surely has one element at most, or the same one again."""
    match iterable:
        case ast.Name() if depth:
            meaning = facts.names.resolve(iterable, scope)
            if not isinstance(meaning, Value) or is_empty(meaning.node):
                return False
            return has_one_value(*meaning, facts, depth - 1)
        case ast.Constant(value=str() | bytes() as text):
            return len(text) <= 1
        case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
            different = {ast.dump(each) for each in elts}
            return len(different) <= 1 and not any(isinstance(each, ast.Starred) for each in elts)
        case ast.Dict(keys=keys):
            return len(keys) <= 1 and None not in keys
        case ast.Subscript(slice=ast.Slice(lower=lower, upper=upper)):
            return is_short(lower, upper)
        case ast.BinOp(left=left, op=ast.Mult()):
            return has_one_value(left, scope, facts, depth)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() if len(iterable.generators) == 1:
            return has_one_value(iterable.generators[0].iter, scope, facts, depth)
        case ast.Call() if depth:
            return returns_one(iterable, scope, facts, depth - 1)
    return False


def is_empty(value: ast.expr) -> bool:
    """Return whether a value is an empty list or dictionary: the start of what is filled later."""
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
    return False


def is_short(lower: ast.expr | None, upper: ast.expr | None) -> bool:
    """Return whether a slice has one element at most."""
    first = None if lower is None else number(lower)
    last = None if upper is None else number(upper)
    is_known = (first is None) == (lower is None) and (last is None) == (upper is None)
    return is_known and len(LONG[first:last]) <= 1


def returns_one(call: ast.Call, scope: Scope, facts: Facts, depth: int) -> bool:
    """Return whether what a call returns surely has one element at most, or the same one again."""
    func, args = call.func, call.args
    if isinstance(func, ast.Attribute) and func.attr in apis.VIEWS and not args:
        return has_one_value(func.value, scope, facts, depth)
    if facts.names.is_one_of(func, scope, apis.RANGE):
        return [number(each) for each in args] in ([0], [1], [0, 1])
    if facts.names.is_one_of(func, scope, apis.SLICING):
        return [number(each) for each in args[1:]] == [1]
    if facts.names.is_one_of(func, scope, apis.REPEATING):
        return True
    if facts.names.is_one_of(func, scope, apis.REITERATING):
        return any(has_one_value(each, scope, facts, depth) for each in args)
    return False


def number(expression: ast.expr) -> int | None:
    """Return the number that an expression is written as, if it is one."""
    match expression:
        case ast.Constant(value=int(value)):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
    return None
