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
from background_typed_check.facts.meanings import Class, External, Meaning, Value
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source, walk
from background_typed_check.facts.states import classes_in_state
from background_typed_check.reasons import Reason, Why

if TYPE_CHECKING:
    from background_typed_check.facts.uses import Uses

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


def direct_of(call: ast.Call, scope: Scope) -> Direct:
    """Return a call that is written in one piece."""
    return Direct(Value(call.func, scope), tuple(call.args), tuple(call.keywords))


class Run(NamedTuple):
    """What a task really runs, with everything that wraps its function taken off."""

    given: ast.expr
    """The callee that the task is given."""
    call: Direct
    """The call that is made in the end, as it could be written at the task."""
    awaited: bool
    """Whether the coroutine of a coroutine function is awaited."""
    made: Direct | None = None
    """The same call where it is written, in this file or another."""
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
    helper: Meaning | None = None
    """What adds it, if this is a call of such a function."""


def find_tasks(source: Source, facts: Facts) -> Iterator[Task]:
    """Yield the deferred calls of a file in order."""
    for call, scope in calls_in(source, facts):
        task = task_of(call, scope, facts)
        if task is not None:
            yield task


def calls_in(source: Source, facts: Facts) -> list[tuple[ast.Call, Scope]]:
    """Return the calls of a file that mentions tasks in order, each with the scope around it."""
    if not source.mentions(apis.TELLTALES):
        return []
    return facts.scopes(source).calls


def may_add_tasks(source: Source, facts: Facts) -> bool:
    """Return whether types may show tasks in a file where the source shows none.

    They cannot where each receiver is known to be something else, or gets a text to show.
    """
    if source.mentions(CLASSES) and any(map(may_make_task, walk(source.tree))):
        return True
    return any(may_add_task(call, scope, facts) for call, scope in calls_in(source, facts))


def may_make_task(node: ast.AST) -> bool:
    """Return whether a node names a class of tasks, or the background of something."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return apis.TASK.name in name and name != apis.COLLECTION_NAME
        case ast.keyword(arg=name):
            return name == apis.BACKGROUND
    return False


def may_add_task(call: ast.Call, scope: Scope, facts: Facts) -> bool:
    """Return whether types may show that a call adds a task."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in apis.ADDERS:
        return False
    if call.args and isinstance(call.args[0], (ast.Constant, ast.JoinedStr)):
        return False
    owners = facts.expressions.classes_of(call.func.value, scope)
    # A collection may add tasks in its own way, which only types show.
    return not owners or any(facts.classes.derives(each.of, apis.COLLECTIONS) for each in owners)


def adds_in_own_way(call: ast.Call, scope: Scope, facts: Facts) -> bool:
    """Return whether a call adds a task by a method that the user wrote in the library's place."""
    if not may_add_task(call, scope, facts) or not isinstance(call.func, ast.Attribute):
        return False
    owners = without_none(facts.expressions.classes_of(call.func.value, scope))
    return bool(owners) and all(
        facts.classes.derives(each.of, apis.COLLECTIONS)
        and not is_collection(each.of, apis.ADDERS[call.func.attr], facts)
        for each in owners
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
            or classes_in_state(receiver, scope, facts)
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
