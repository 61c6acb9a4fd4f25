"""The deferred calls of a file, and what each really runs."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from background_typed_check import apis
from background_typed_check.apis import Adder
from background_typed_check.facts import Facts
from background_typed_check.facts.functions import Called
from background_typed_check.facts.instances import Instance, Instances, without_none
from background_typed_check.facts.lazy import Returned
from background_typed_check.facts.meanings import Class, External, Function, Meaning, Value
from background_typed_check.facts.scopes import Scope, parameters
from background_typed_check.facts.source import Source
from background_typed_check.reasons import Reason, Why

if TYPE_CHECKING:
    from background_typed_check.facts.uses import Uses

# How many layers a function may be wrapped in: with more it wraps itself.
DEEPEST: Final = 20
CLASSES: Final = (apis.TASK.name.encode(),)


class Direct(NamedTuple):
    """A call `f(*args, **kwargs)`, which may not be written in one piece anywhere."""

    callee: Value
    args: tuple[ast.expr, ...]
    keywords: tuple[ast.keyword, ...]

    def of(self, callee: ast.expr, scope: Scope | None = None) -> "Direct":
        """Return a call of another callee with the same arguments."""
        return self._replace(callee=Value(callee, scope or self.callee.scope))

    def first_called(self, more: "Direct | None" = None) -> "Direct | None":
        """Return the call of the first argument with the others, and with those of `more`."""
        if not self.args or isinstance(self.args[0], ast.Starred):
            return None
        args, keywords = self.args[1:], self.keywords
        if more is not None:
            args, keywords = (*args, *more.args), (*keywords, *more.keywords)
        return Direct(Value(self.args[0], self.callee.scope), args, keywords)


class Run(NamedTuple):
    """What a task really runs, with everything that wraps its function taken off."""

    given: ast.expr
    """The callee that the task is given."""
    call: Direct
    """The call that is made in the end, as it could be written at the task."""
    awaited: bool
    """Whether the coroutine of a coroutine function is awaited."""
    functions: tuple[Called, ...] = ()
    """The functions that it may run, one of them for sure; empty if that is not certain."""
    returned: Returned | None = None
    """What they return before they have run, if anything, and the same for all."""
    inner: ast.Lambda | None = None
    """The innermost lambda that makes the call."""
    has_parameters: bool = False
    """Whether a lambda around the call has parameters: the call only makes sense inside it."""
    is_unclear: bool = False
    """Whether it is unknown which call is made in the end."""

    def calling(self, call: Direct | None) -> "Run":
        """Return the same run with another call, or with an unknown one."""
        return self._replace(is_unclear=True) if call is None else self._replace(call=call)


class Task(NamedTuple):
    """A call that adds a task, or makes one."""

    source: Source
    scope: Scope
    """Where it stands."""
    call: ast.Call
    adder: Adder
    receiver: ast.expr | None
    """The collection that it is added to, if any."""
    direct: Direct | None
    """The call that it stands for, None if unknown."""
    reason: Reason | None = None
    """Why it is unknown."""
    run: Run | None = None
    """What it really runs."""
    uses: "Uses | None" = None
    """What the function does with the collection, if that is its own variable."""


def find_tasks(source: Source, facts: Facts) -> Iterator[Task]:
    """Yield the deferred calls of a file in order."""
    if not source.mentions(apis.TELLTALES):
        return
    calls = [
        (node, scope)
        for node, scope in facts.scopes(source).around.items()
        if isinstance(node, ast.Call)
    ]
    for call, scope in sorted(calls, key=lambda each: (each[0].lineno, each[0].col_offset)):
        task = task_of(call, scope, facts)
        if task is not None:
            yield task


def may_add_tasks(source: Source, facts: Facts) -> bool:
    """Return whether types may show tasks in a file where the source shows none.

    They cannot where each receiver is known to be something else, or gets a text to show.
    """
    if source.mentions(CLASSES):
        return True
    calls = [
        (node.func.value, node.args, scope)
        for node, scope in facts.scopes(source).around.items()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in apis.ADDERS
    ]
    return any(
        not (args and isinstance(args[0], (ast.Constant, ast.JoinedStr)))
        and not facts.expressions.classes_of(receiver, scope)
        for receiver, args, scope in calls
    )


def task_of(call: ast.Call, scope: Scope, facts: Facts) -> Task | None:
    """Return the task that a call is known to add or make."""
    position, receiver = 0, None
    if isinstance(call.func, ast.Attribute) and call.func.attr in apis.ADDERS:
        adder, receiver = apis.ADDERS[call.func.attr], call.func.value
        of_class = facts.names.resolve(receiver, scope)
        found: Instances = (
            (Instance(of_class, is_class=True),)
            if isinstance(of_class, (Class, External))
            else without_none(facts.expressions.classes_of(receiver, scope))
        )
        owners = [each.of for each in found]
        if any(each.is_class for each in found):
            position = 1  # `BackgroundTasks.add_task(tasks, f)`
            receiver = call.args[0] if call.args else None
        if not owners or not all(is_collection(each, adder, facts) for each in owners):
            return None
    else:
        if not facts.imports.may_lead_to(call.func, scope, apis.TASK.name):
            return None
        made = facts.names.resolve(call.func, scope)
        if not isinstance(made, (Class, External)) or not is_task_class(made, facts):
            return None
        adder = apis.TASK
    return take_apart(Task(scope.source, scope, call, adder, receiver, None), position)


def is_collection(cls: Class | External, adder: Adder, facts: Facts) -> bool:
    """Return whether a class inherits the method that adds a task from a class of the library."""
    return facts.classes.inherits(cls, apis.COLLECTIONS, {adder.name})


def is_task_class(cls: Class | External, facts: Facts) -> bool:
    """Return whether a class makes a task of its arguments, as Starlette's `__init__` does."""
    return facts.classes.inherits(cls, apis.TASKS, {"__init__", "__new__"})


def take_apart(task: Task, position: int) -> Task:
    """Split the call into the direct call and the rest, where that is certain."""
    call, formal = task.call, task.adder.formal
    given = call.keywords
    if position and not call.args:  # `BackgroundTasks.add_task(self=tasks, func=f)`
        owners = [each for each in given if each.arg == apis.OWNER]
        task = task._replace(receiver=owners[0].value if owners else None)
        given = [each for each in given if each not in owners]
    named = [each for each in given if each.arg == formal]
    firsts = call.args[: position + 1]
    if any(isinstance(each, ast.Starred) for each in firsts):
        return task._replace(reason=Reason(Why.STARS))
    if len(firsts) > position:
        # A second one never reaches the task: see the rule for reserved names.
        callee, args, keywords = firsts[position], call.args[position + 1 :], given
    elif named:
        callee, args = named[0].value, []
        keywords = [each for each in given if each is not named[0]]
    else:
        inside = any(each.arg is None for each in given)
        return task._replace(reason=Reason(Why.STARS if inside else Why.NO_CALLEE))
    return task._replace(direct=Direct(Value(callee, task.scope), tuple(args), tuple(keywords)))


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
        yield run._replace(functions=functions, returned=facts.lazy.returned(functions))
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
    made, scope = meaning.node, meaning.scope
    found = facts.names.resolve(made.func, scope)
    known = apis.THREADS.get(found.name) if isinstance(found, External) else None
    if known is None or any(isinstance(each, ast.Starred) for each in made.args):
        return None
    given = dict(enumerate(made.args)) | {each.arg: each.value for each in made.keywords}
    target = given.get(known.target, given.get(known.position))
    if target is None:
        return None
    args, keywords = given.get("args", ast.Tuple([])), given.get("kwargs", ast.Dict([], []))
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
