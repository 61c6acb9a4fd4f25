"""Calls of helpers: functions that add tasks to a collection that they are given."""

import ast
import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from background_typed_check import apis
from background_typed_check.apis import Adder
from background_typed_check.facts import Facts
from background_typed_check.facts.around import around_of, body_around, statement_around
from background_typed_check.facts.bodies import inside
from background_typed_check.facts.collection_uses import collection_in
from background_typed_check.facts.conditions import NOTHING, Known, worlds_given
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.passed import (
    actuals_of,
    is_plain_argument,
    known_inside,
    passed_by_name,
)
from background_typed_check.facts.scopes import FunctionNode, Scope
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import Direct, Task, task_of
from background_typed_check.facts.uses import Uses, names_in, uses_of_name

# How many helpers may call one another.
DEEPEST: Final = 5
LEAVING: Final = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)


def helped_by(
    call: ast.Call,
    scope: Scope,
    facts: Facts,
    worlds: Sequence[Known] = (),
    depth: int = DEEPEST,
) -> Task | None:
    """Return the task that a call adds through a helper, None if it may never add one.

    A helper may do so in one of some worlds of its caller, in any if none are given. What the task
    runs is only known if the helper does so in each.
    """
    if not depth or (isinstance(call.func, ast.Attribute) and call.func.attr in apis.ADDERS):
        return None
    given = given_to(call, scope, facts)
    called = facts.functions.called(call.func, scope) if given is not None else ()
    helper = called[0] if len(called) == 1 else None
    if given is None or not isinstance(helper, Function) or not runs(call, helper, scope, facts):
        return None
    actuals = Actuals(call, scope, helper, given, facts)
    parameter, own = actuals.parameter_of(given), actuals.own
    uses = uses_of_name(parameter, own, facts) if parameter in own.bindings else None
    if uses is None or len(own.bindings[parameter]) != 1:
        return None
    inner = [*worlds_inside(call, helper, scope, worlds or worlds_at(call, scope, facts), facts)]
    added = [*added_to(uses, facts, inner, depth)]
    if not added:
        return None
    adder = Adder(f"{given.id}.{apis.ADD_TASK.name}", collection=True, reserved=())
    sure = (each for each in added if is_always_reached(each, helper))
    directs = (actuals.replaced_in(each, scope) for each in sure)
    direct = next((each for each in directs if each is not None), None)
    return Task(scope.source, scope, call, adder, given, direct, helper=helper)


def given_to(call: ast.Call, scope: Scope, facts: Facts) -> ast.Name | None:
    """Return the variable with a collection among the arguments of a call, if there is one."""
    for actual in actuals_of(call):
        if isinstance(actual, ast.Name):
            found = collection_in(actual, scope, facts)
            if found is not None and not found.is_class and adds_plainly(found.of, facts):
                return actual
    return None


def adds_plainly(cls: Class | External, facts: Facts) -> bool:
    """Return whether a class adds tasks as the library does."""
    return facts.classes.inherits(cls, apis.COLLECTIONS, {apis.ADD_TASK.name})


def runs(call: ast.Call, helper: Function, scope: Scope, facts: Facts) -> bool:
    """Return whether a call runs the body of a helper as it is written."""
    is_async = isinstance(helper.node, ast.AsyncFunctionDef)
    is_awaited = isinstance(scope.source.parents[call], ast.Await)
    return (
        helper.exact
        and not helper.scope.source.is_stub
        and is_async == is_awaited
        and not facts.lazy.yields(helper.node)
        and facts.decorators.are_transparent(helper)
    )


def worlds_at(call: ast.Call, scope: Scope, facts: Facts) -> list[Known]:
    """Return the worlds in which a call is reached, or else one in which nothing is known."""
    source, statement = scope.source, statement_around(call, scope.source)
    around = [*around_of(statement, body_around(statement, source), source)]
    return [*facts.reaching.worlds_with(around, source)] or [NOTHING]


def worlds_inside(
    call: ast.Call, helper: Function, scope: Scope, worlds: Sequence[Known], facts: Facts
) -> Iterator[Known]:
    """Yield the worlds of a helper that a call may lead to, by the worlds of the call."""
    for world in worlds:
        with facts.flow.assuming(world):
            known = known_inside(call, helper, scope, facts)
        yield from worlds_given(known, facts.scope_of(helper), facts)


def added_to(uses: Uses, facts: Facts, worlds: Sequence[Known], depth: int) -> Iterator[Task]:
    """Yield the tasks that a function may add to a parameter, itself or through other helpers."""
    own = uses.scope
    parents, around = own.source.parents, facts.scopes(own.source).around
    for name in names_in(own, {uses.name}, facts):
        if around[name] is not own:
            continue
        outer = parents[name]
        call = parents[outer] if isinstance(outer, (ast.Attribute, ast.keyword)) else outer
        reached = worlds_with(call, uses.function, own.source, worlds, facts)
        if isinstance(call, ast.Call) and reached:
            task = added_by(call, name, own, facts) or helped_by(
                call, own, facts, reached, depth - 1
            )
            if task is not None and task.receiver is name:
                yield task


def worlds_with(
    node: ast.AST, function: FunctionNode, source: Source, worlds: Sequence[Known], facts: Facts
) -> list[Known]:
    """Return the worlds of a function in which a call is reached that is a statement of its own."""
    statement = source.parents[node]
    if isinstance(statement, ast.Await):
        statement = source.parents[statement]
    if not isinstance(statement, ast.Expr):
        return []
    around, found = [*around_of(statement, function, source)], []
    for each in worlds:
        with facts.flow.assuming(each):
            if facts.reaching.is_reached(around, source):
                found.append(each)
    return found


def added_by(call: ast.Call, name: ast.Name, scope: Scope, facts: Facts) -> Task | None:
    """Return the task that a call adds to a collection, which may have no annotation."""
    task = task_of(call, scope, facts)
    if task is None and isinstance(call.func, ast.Attribute) and call.func.value is name:
        adder = apis.ADDERS.get(call.func.attr)
        return Task(scope.source, scope, call, adder, name, None) if adder is not None else None
    return task


class Actuals:
    """The arguments of a call, by the parameters that take them."""

    def __init__(
        self, call: ast.Call, scope: Scope, function: Function, given: ast.expr, facts: Facts
    ) -> None:
        """Bind them as Python does, except those behind star-arguments."""
        self.call = call
        self.function = function
        self.given = given
        """The collection."""
        self.facts = facts
        self.own = facts.scope_of(function)
        self.by_name = passed_by_name(call, function, scope, facts)
        known = list(itertools.takewhile(is_plain_argument, call.args))
        named = [each for each in call.keywords if each.arg is not None]
        self.is_whole = len(known) == len(call.args) and len(named) == len(call.keywords)
        taken = self.by_name.values()
        self.rest = [each for each in known if each not in taken]
        """What the parameter with one star takes."""
        self.more = [each for each in named if each.value not in taken]
        """What the parameter with two stars takes."""

    def parameter_of(self, actual: ast.expr) -> str:
        """Return the parameter that takes an argument, "" if none surely does."""
        return next((name for name, each in self.by_name.items() if each is actual), "")

    def replaced_in(self, task: Task, scope: Scope) -> Direct | None:
        """Return the call that a task of the function stands for, as its caller would write it.

        That is known where the caller passes the callee.
        """
        if task.direct is None:
            return None
        callee = self.actual_of(task.direct.callee.node)
        known = self.facts.functions.called(*task.direct.callee)
        if callee is None or any(isinstance(each, Function) for each in known):
            return None  # if the function is known, the helper's own line shows what is wrong
        if callee is self.given:
            return None  # the collection itself: that is wrong in the helper
        args: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        for each in task.direct.args:
            args += self.actuals_of(each)
        for keyword in task.direct.keywords:
            if keyword.arg is None:
                keywords += self.more
            else:
                value = self.actual_of(keyword.value) or unshown(self.call)
                keywords.append(ast.keyword(keyword.arg, value))
        return Direct(Value(callee, scope), tuple(args), tuple(keywords))

    def actuals_of(self, argument: ast.expr) -> list[ast.expr]:
        """Return what an argument of the inner call is outside."""
        variadic = self.function.node.args.vararg
        match argument:
            case ast.Starred(value=ast.Name(id=name)) if variadic and variadic.arg == name:
                return [*self.rest, *([] if self.is_whole else [unshown(self.call)])]
        return [self.actual_of(argument) or unshown(self.call)]

    def actual_of(self, expression: ast.expr) -> ast.expr | None:
        """Return the argument that a parameter has, if it has no other value."""
        if not isinstance(expression, ast.Name) or len(self.own.bindings[expression.id]) != 1:
            return None
        return self.by_name.get(expression.id)


def unshown(call: ast.Call) -> ast.expr:
    """Return an expression that no source has: whoever repeats the call must leave it out."""
    return ast.Constant(..., lineno=call.lineno, col_offset=0)


def is_always_reached(task: Task, function: Function) -> bool:
    """Return whether a function that is called adds a task in any case."""
    statement = task.source.parents[task.call]
    if isinstance(statement, ast.Await):
        statement = task.source.parents[statement]
    body = function.node.body
    if statement not in body:
        return False
    before = body[: body.index(statement)]
    return not any(isinstance(each, LEAVING) for each in inside(before))
