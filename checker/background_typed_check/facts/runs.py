"""What a task really runs, with everything that wraps its function taken off."""

import ast
from collections.abc import Iterator
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.dictionaries import items_of
from background_typed_check.facts.meanings import External, Function, Meaning, Value
from background_typed_check.facts.scopes import Scope, parameters
from background_typed_check.facts.tasks import Direct, Run, Task, direct_of
from background_typed_check.facts.wrappers import unwrapped

# How many layers a function may be wrapped in: with more it wraps itself.
DEEPEST: Final = 20


def runs_of(task: Task, facts: Facts) -> list[Run]:
    """Return what a task may really run: several things where a condition decides."""
    if task.direct is None:
        return []
    run = Run(task.direct.callee.node, task.direct, awaited=True)
    return [*unwrap(run, facts, DEEPEST)]


def unwrap(run: Run, facts: Facts, depth: int) -> Iterator[Run]:
    """Take off what wraps the function: partials, lambdas, forwarders, names."""
    meaning = facts.names.resolve(*run.call.callee)
    node, scope = meaning if isinstance(meaning, Value) else run.call.callee
    is_plain = isinstance(meaning, Function)
    inner = [] if is_plain else [*taken_off(run, meaning, Value(node, scope), facts)]
    if not inner:
        functions = facts.functions.called_as(meaning, *run.call.callee)
        returned = facts.lazy.returned(functions)
        yield run._replace(functions=functions, returned=returned, made=run.call)
    elif depth:
        for each in inner:
            for found in [each] if each.is_unclear else unwrap(each, facts, depth - 1):
                # An expression in another file cannot be repeated at the task.
                is_here = scope.source is run.call.callee.scope.source
                yield found if is_here else found._replace(call=run.call)


def taken_off(run: Run, meaning: Meaning | None, callee: Value, facts: Facts) -> Iterator[Run]:
    """Yield a run without its outermost wrapper, nothing if it has none."""
    call, (node, scope) = run.call, callee
    if isinstance(node, ast.Lambda):
        yield of_lambda(run, node, facts.scopes(scope.source).of[node])
    elif isinstance(node, ast.IfExp):
        yield run._replace(call=call.of(node.body, scope))
        yield run._replace(call=call.of(node.orelse, scope))
    elif isinstance(node, ast.Subscript):
        for each in items_of(node, scope, facts):
            yield run._replace(call=call.of(*each))
    elif (passed_on := unwrapped(node, scope, facts)) is not node:
        yield run._replace(call=call.of(passed_on, scope))
    elif facts.names.is_call_of(node, scope, apis.PARTIALS):
        own = Direct(Value(node.func, scope), tuple(node.args), tuple(node.keywords))
        yield run.calling(own.first_called(call))
    else:
        yield from forwarded(run, meaning, callee, facts)


def forwarded(run: Run, meaning: Meaning | None, callee: Value, facts: Facts) -> Iterator[Run]:
    """Yield the run of the function that another function calls in a thread, if that is known."""
    call, (node, scope) = run.call, callee
    if isinstance(node, ast.Attribute) and node.attr == apis.START:
        started = of_thread(Value(node.value, scope), facts)
        if started is not None:
            yield run._replace(awaited=False).calling(started)
        return
    if isinstance(node, ast.Attribute) and node.attr in apis.FORWARDING:
        found = facts.functions.called_as(meaning, node, scope)
        meaning = found[0] if len(found) == 1 else None
    name = meaning.name if isinstance(meaning, External) else ""
    forwarder = apis.FORWARDERS.get(name)
    if forwarder is None or (forwarder.is_async and not run.awaited):
        return
    firsts, kept = call.args[: forwarder.position], forwarder.own_keywords
    passed = tuple(each for each in call.keywords if each.arg not in kept)
    rest = call._replace(args=call.args[forwarder.position :], keywords=passed)
    is_known = not any(isinstance(each, ast.Starred) for each in firsts)
    yield run._replace(awaited=False).calling(rest.first_called() if is_known else None)


def of_thread(thread: Value, facts: Facts) -> Direct | None:
    """Return the call that a thread makes when it is started, if it is made here."""
    meaning = facts.names.resolve(*thread)
    if not isinstance(meaning, Value) or not isinstance(meaning.node, ast.Call):
        return None
    return started_by(direct_of(meaning.node, meaning.scope), facts)


def started_by(made: Direct, facts: Facts) -> Direct | None:
    """Return the call that a thread makes when it is started, given the call that makes it."""
    scope = made.callee.scope
    found = facts.names.resolve(*made.callee)
    known = apis.THREADS.get(found.name) if isinstance(found, External) else None
    if known is None or any(isinstance(each, ast.Starred) for each in made.args):
        return None
    given = dict(enumerate(made.args)) | {each.arg: each.value for each in made.keywords}
    target = given.get(known.target, given.get(known.position))
    if target is None:
        return None
    args = given.get("args", given.get(known.arguments, ast.Tuple([])))
    keywords = given.get("kwargs", given.get(known.arguments + 1, ast.Dict([], [])))
    if not isinstance(args, (ast.List, ast.Tuple)) or not isinstance(keywords, ast.Dict):
        return None
    named = [
        ast.keyword(str(key.value), value)
        for key, value in zip(keywords.keys, keywords.values, strict=True)
        if isinstance(key, ast.Constant)
    ]
    is_whole = len(named) == len(keywords.keys)
    return Direct(Value(target, scope), tuple(args.elts), tuple(named)) if is_whole else None


def of_lambda(run: Run, node: ast.Lambda, scope: Scope) -> Run:
    """Return the run of the call that a lambda makes, whose result is not awaited."""
    body, arguments = node.body, node.args
    has_parameters = run.has_parameters or bool(parameters(arguments))
    inner = run._replace(awaited=False, inner=node, has_parameters=has_parameters)
    if not isinstance(body, ast.Call):
        return inner.calling(None)
    return inner.calling(Direct(Value(body.func, scope), tuple(body.args), tuple(body.keywords)))
