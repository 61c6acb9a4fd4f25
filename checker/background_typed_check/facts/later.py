"""What a task is given that reads names only when it runs: functions, lambdas and generators."""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Value
from background_typed_check.facts.scopes import (
    Assigned,
    Bound,
    FunctionNode,
    Scope,
)
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.tasks import Task

Body: TypeAlias = ast.Lambda | ast.GeneratorExp | FunctionNode
# How many partials, lists and names may be around a function.
DEEPEST: Final = 5


class Later(NamedTuple):
    """Something that a task is given, and what of it runs with the task."""

    given: ast.expr
    """How the call refers to it."""
    body: Body
    listed: ast.ListComp | None = None
    """The list of lambdas that the task takes it from, if any."""


def later_in(task: Task, facts: Facts) -> Iterator[Later]:
    """Yield what runs with a task, as the call gives it: the callee, or in arguments."""
    direct = task.direct
    if direct is None:
        return
    actuals = (direct.callee.node, *direct.args, *(each.value for each in direct.keywords))
    for each in actuals:
        if isinstance(each, ast.ListComp) and isinstance(each.elt, ast.Lambda):
            yield Later(each.elt, each.elt, each)
        yield from found_in(each, each, task.scope, facts, DEEPEST)


def found_in(
    expression: ast.expr, given: ast.expr, scope: Scope, facts: Facts, depth: int
) -> Iterator[Later]:
    """Yield what runs later in an expression that is evaluated now."""
    inside: list[ast.expr] = []
    match expression:
        case ast.Lambda() | ast.GeneratorExp():
            yield Later(given, expression)
        case ast.Name():
            yield from named(expression, given, scope, facts, depth)
        case ast.List(elts=elts) | ast.Tuple(elts=elts):
            inside = elts
        case ast.Call(args=args, keywords=keywords) if facts.names.is_call_of(
            expression, scope, apis.PARTIALS
        ):
            inside = [*args, *(each.value for each in keywords)]
    for each in inside if depth else ():
        is_given = given is expression
        yield from found_in(each, each if is_given else given, scope, facts, depth - 1)


def named(
    name: ast.Name, given: ast.expr, scope: Scope, facts: Facts, depth: int
) -> Iterator[Later]:
    """Yield what runs later of the value of a variable that has only one."""
    owner = scope.owner(name.id)
    if owner is None or owner.source is not scope.source:
        return
    bindings = owner.bindings[name.id]
    match bindings:
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            if not function.decorator_list:
                yield Later(given, function)
        case [Assigned(value=value)] if depth:
            yield from found_in(value, given, owner, facts, depth - 1)
        case [Bound(node=ast.Name() as target)]:
            yield from taken_by(target, given, owner, facts)


def taken_by(target: ast.Name, given: ast.expr, scope: Scope, facts: Facts) -> Iterator[Later]:
    """Yield the lambda of which a loop takes one after another from a list that is whole."""
    around = scope.source.parents[target]
    if not isinstance(around, (ast.For, ast.comprehension)):
        return
    match facts.names.resolve(around.iter, scope):
        case Value(ast.ListComp(elt=ast.Lambda() as made) as listed, where):
            if where.source is scope.source:
                yield Later(given, made, listed)


def reads_of(body: Body, source: Source, facts: Facts) -> Iterator[ast.Name]:
    """Yield what is read when a function or generator runs, also in functions that it names."""
    around = facts.scopes(source).around
    pending = [body]
    for node in pending:
        for each in names_later(node):
            if isinstance(each.ctx, ast.Load):
                yield each
            owner = around[each].owner(each.id)
            match owner.bindings[each.id] if owner is not None and owner.parent else []:
                case [ast.FunctionDef() | ast.AsyncFunctionDef() as inner]:
                    if inner not in pending:
                        pending.append(inner)


def names_later(body: Body) -> Iterator[ast.Name]:
    """Yield the names in what runs later: not in defaults, nor in the iterable that comes first."""
    inside: list[ast.AST]
    if isinstance(body, ast.Lambda):
        inside = [body.body]
    elif isinstance(body, ast.GeneratorExp):
        first = body.generators[0]
        inside = [body.elt, *first.ifs, *body.generators[1:]]
    else:
        inside = [*body.body]
    for each in inside:
        yield from (node for node in walk(each) if isinstance(node, ast.Name))
