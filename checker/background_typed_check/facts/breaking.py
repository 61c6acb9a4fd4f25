"""Which uses of something raise because it is closed."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import TRIES, WITHS, around_of, statement_around
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.closing import Closed
from background_typed_check.facts.ending import first_line
from background_typed_check.facts.functions import Called
from background_typed_check.facts.meanings import Function, Value
from background_typed_check.facts.passed import first_position
from background_typed_check.facts.scopes import COMPREHENSIONS, Scope
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.tasks import Direct


class Break(NamedTuple):
    """A use that raises."""

    node: ast.expr
    scope: Scope


def break_in(call: Direct, closed: Closed, facts: Facts) -> Break | None:
    """Return the use of something closed by which a call raises, if that is certain."""
    callee, scope = call.callee
    if isinstance(callee, ast.Attribute) and is_it(callee.value, scope, closed, facts):
        return Break(callee, scope) if callee.attr in closed.closing.methods else None
    functions = facts.functions.called(callee, scope)
    name = facts.functions.name_of(callee, scope)
    given = [each for each in actuals_of(call) if is_it(each[1], scope, closed, facts)]
    if name in closed.closing.functions:
        return Break(callee, scope) if [each[0] for each in given][:1] == [0] else None
    found = [break_by(each, call, given, closed, facts) for each in functions]
    return found[0] if found and all(found) else None


def break_in_lambda(inner: ast.Lambda, scope: Scope, closed: Closed, facts: Facts) -> Break | None:
    """Return the use of something closed by which a lambda raises, if that is certain."""
    calls = [each for each in inside([inner.body]) if isinstance(each, ast.Call)]
    for each in calls:
        if not is_conditional(each, inner, scope.source):
            direct = Direct(Value(each.func, scope), tuple(each.args), tuple(each.keywords))
            found = break_in(direct, closed, facts)
            if found is not None:
                return found
    return None


def is_conditional(node: ast.AST, around: ast.AST, source: Source) -> bool:
    """Return whether an expression decides whether a part of it is evaluated at all."""
    while node is not around:
        node = source.parents[node]
        if isinstance(node, (ast.IfExp, ast.BoolOp, ast.comprehension, *COMPREHENSIONS)):
            return True
    return False


def actuals_of(call: Direct) -> Iterator[tuple[int | str, ast.expr]]:
    """Yield the arguments of a call by their position or name, up to the first star."""
    for position, each in enumerate(call.args):
        if isinstance(each, ast.Starred):
            break
        yield position, each
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, keyword.value


def break_by(
    function: Called,
    call: Direct,
    given: list[tuple[int | str, ast.expr]],
    closed: Closed,
    facts: Facts,
) -> Break | None:
    """Return the use by which a function raises that is given something closed, or reads it."""
    if not isinstance(function, Function):
        return None
    own = facts.scope_of(function)
    arguments = function.node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    first = first_position(function, call.callee, facts)
    for key, _ in given:
        rest = positional[first:]
        formal = key if isinstance(key, str) else rest[key].arg if key < len(rest) else None
        if formal is None or formal not in own.bindings or len(own.bindings[formal]) != 1:
            continue
        found = break_inside(function, closed._replace(name=formal, owner=own, attribute=""), facts)
        if found is not None:
            return found
    is_inner = any(each is closed.owner for each in own.around()) and own is not closed.owner
    return break_inside(function, closed, facts) if is_inner else None


def break_inside(function: Function, closed: Closed, facts: Facts) -> Break | None:
    """Return the use in a function that raises, None if it may not be reached."""
    question = ("break", function, closed)
    return facts.memo.ask(question, lambda: find_break(function, closed, facts), None)


def find_break(function: Function, closed: Closed, facts: Facts) -> Break | None:
    """Find that use."""
    source, node = function.scope.source, function.node
    facts.memo.rest_on(source)
    if facts.lazy.yields(node) or not facts.functions.is_as_written(function):
        return None
    if any(is_looked_at(each) for each in inside(node.body)):
        return None
    around = facts.scopes(source).around
    own = facts.scope_of(function)
    for each in sorted(inside(node.body), key=first_line):
        if isinstance(each, (ast.Return, ast.Raise)) and each is not node.body[-1]:
            return None
        if isinstance(each, ast.For) and iterates(each, own, closed, facts):
            return Break(each.iter, own) if is_sure(each, function) else None
        if isinstance(each, ast.Call):
            scope = around[each]
            direct = Direct(Value(each.func, scope), tuple(each.args), tuple(each.keywords))
            found = break_in(direct, closed, facts)
            if found is not None:
                return found if is_sure(each, function) else None
            if may_open(direct, closed, facts):
                return None
    return None


def iterates(loop: ast.For, scope: Scope, closed: Closed, facts: Facts) -> bool:
    """Return whether a loop iterates over something closed, which raises."""
    return closed.closing.is_iterated and is_it(loop.iter, scope, closed, facts)


def may_open(call: Direct, closed: Closed, facts: Facts) -> bool:
    """Return whether a call may open again what is closed: it takes it."""
    callee, scope = call.callee
    taken = [*walk(callee.value)] if isinstance(callee, ast.Attribute) else []
    if facts.functions.name_of(callee, scope) not in apis.IDLE | apis.PATH_MAKERS:
        taken += [each for _, each in actuals_of(call)]
    return any(isinstance(each, ast.expr) and is_it(each, scope, closed, facts) for each in taken)


def is_looked_at(node: ast.AST) -> bool:
    """Return whether a node asks whether something is closed."""
    return isinstance(node, ast.Attribute) and node.attr in apis.ASKING


def is_sure(node: ast.AST, function: Function) -> bool:
    """Return whether a function surely gets to a node if it gets on."""
    source = function.scope.source
    statement = node if isinstance(node, ast.stmt) else statement_around(node, source)
    return not is_conditional(node, statement, source) and all(
        isinstance(each.statement, WITHS)
        or (isinstance(each.statement, TRIES) and each.part in {"body", "finalbody"})
        for each in around_of(statement, function.node, source)
        if each.statement is not function.node
    )


def is_it(expression: ast.expr, scope: Scope, closed: Closed, facts: Facts) -> bool:
    """Return whether an expression surely is something closed, or a path into a folder that is."""
    named = expression
    if closed.attribute and isinstance(expression, ast.Attribute):
        named = expression.value if expression.attr == closed.attribute else expression
    is_whole = (named is expression) != bool(closed.attribute)
    if is_whole and isinstance(named, ast.Name) and named.id == closed.name:
        return scope.owner(named.id) is closed.owner
    if not closed.closing.is_path:
        return False
    match expression:
        case ast.Name():
            meaning = facts.names.resolve(expression, scope)
            return isinstance(meaning, Value) and is_it(*meaning, closed, facts)
        case ast.BinOp(left=left, op=ast.Div() | ast.Add()):
            return is_it(left, scope, closed, facts)
        case ast.JoinedStr(values=[ast.FormattedValue(value=first), *_]):
            return is_it(first, scope, closed, facts)
        case ast.Call(func=ast.Attribute(value=folder, attr="joinpath")):
            return is_it(folder, scope, closed, facts)
        case ast.Call(func=maker, args=[first, *_]):
            name = facts.functions.name_of(maker, scope)
            return name in apis.PATH_MAKERS and is_it(first, scope, closed, facts)
    return False
