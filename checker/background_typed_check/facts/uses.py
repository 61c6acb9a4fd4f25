"""What a function does with its own collection: where it makes it, adds to it, hands it on."""

import ast
import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.flow import LOOPS, TRIES, WITHS, Around, Exit, around_of
from background_typed_check.facts.scopes import (
    COMPREHENSIONS,
    FUNCTIONS,
    Assigned,
    Declared,
    FunctionNode,
    Parameter,
    Scope,
)
from background_typed_check.facts.tasks import Task


class Uses(NamedTuple):
    """What a function does with the variable that a task is added to."""

    function: FunctionNode
    scope: Scope
    name: str
    parameter: Parameter | None
    """The parameter, if the variable is one."""
    made: tuple[Assigned, ...]
    """The values that are assigned to it."""

    @property
    def is_once_decorated(self) -> bool:
        """Whether the function has exactly one decorator, as every handler that is judged has."""
        return len(self.function.decorator_list) == 1

    def others(self, facts: Facts) -> tuple[int, ...]:
        """Return the lines of all other uses, apart from adding tasks."""
        nothing: tuple[int, ...] = ()
        question = ("other uses", self.function, self.name)
        return facts.memo.ask(question, lambda: other_uses(self.name, self.scope, facts), nothing)

    def are_new(self, facts: Facts) -> bool:
        """Return whether each of its values is a new collection."""
        return bool(self.made) and all(
            facts.names.is_call_of(each.value, each.scope, apis.COLLECTIONS) for each in self.made
        )


def uses_of(task: Task, facts: Facts) -> Uses | None:
    """Return what a function does with the collection of a task, if that is its own variable."""
    receiver = task.receiver
    if not isinstance(receiver, ast.Name):
        return None  # an attribute: something else may run it
    name, scope = receiver.id, task.scope.owner(receiver.id)
    if scope is None or not is_directly_in(task.scope, scope):
        return None  # a variable of another function
    return uses_of_name(name, scope, facts)


def uses_of_name(name: str, scope: Scope, facts: Facts) -> Uses | None:
    """Return what a function does with one of its variables, None if anything may happen to it."""
    return facts.memo.ask(("uses", name, scope), lambda: _uses_of(name, scope, facts), None)


def _uses_of(name: str, scope: Scope, facts: Facts) -> Uses | None:
    function = scope.node
    if not isinstance(function, FUNCTIONS) or any(names_in(scope, apis.REACH_ALL, facts)):
        return None
    bindings = scope.bindings[name]
    parameter = next((each for each in bindings if isinstance(each, Parameter)), None)
    made = tuple(each for each in bindings if isinstance(each, Assigned))
    return Uses(function, scope, name, parameter, made)


def statement_of(task: Task) -> ast.Expr | None:
    """Return the statement that adds a task and does nothing else, if there is one."""
    statement = task.source.parents[task.call]
    return statement if isinstance(statement, ast.Expr) else None


def other_uses(name: str, function: Scope, facts: Facts) -> tuple[int, ...]:
    """Return the lines of all uses of a name other than assigning it and adding tasks to it."""
    scopes = facts.scopes(function.source)
    around, parents = scopes.around, function.source.parents
    found = [
        each.lineno
        for each in names_in(function, {name}, facts)
        if around[each].owner(name) is function
        and not (is_directly_in(around[each], function) and is_known_use(each, parents))
    ]
    taking = [each for each in scopes.of.values() if each.declared.get(name) is function]
    found += [getattr(each.node, "lineno", 0) for each in taking]  # functions with a `nonlocal`
    bindings = function.bindings[name]
    found += [0 for each in bindings if not isinstance(each, (Assigned, Declared, Parameter))]
    return tuple(found)


def names_in(function: Scope, names: Iterable[str], facts: Facts) -> Iterator[ast.Name]:
    """Yield where a function, or a function in it, uses names."""
    none: dict[str, list[ast.Name]] = {}
    used = facts.memo.ask(
        ("names in", function.source), lambda: names_of(facts.scopes(function.source)), none
    )
    first = getattr(function.node, "lineno", 0)
    last = getattr(function.node, "end_lineno", None) or first
    for name in names:
        found = used.get(name, [])
        start = bisect_left(found, first, key=line_of)
        for each in itertools.islice(found, start, None):
            if each.lineno > last:
                break
            yield each


def names_of(scopes: Scopes) -> dict[str, list[ast.Name]]:
    """Return where a file uses its names, in the order of lines."""
    found: defaultdict[str, list[ast.Name]] = defaultdict(list)
    for each in scopes.around:
        if isinstance(each, ast.Name):
            found[each.id].append(each)
    return {name: sorted(uses, key=line_of) for name, uses in found.items()}


def line_of(name: ast.Name) -> int:
    """Return the line of a name."""
    return name.lineno


def is_directly_in(scope: Scope, function: Scope) -> bool:
    """Return whether a scope is that of a function, or of a comprehension directly in it."""
    at: Scope | None = scope
    while at is not None and isinstance(at.node, COMPREHENSIONS):
        at = at.parent
    return at is function


def is_known_use(name: ast.Name, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a name is only assigned to, or has a task added to it."""
    around = parents[name]
    if isinstance(around, ast.AnnAssign):
        return around.target is name
    if isinstance(around, ast.Assign):
        return around.targets == [name]
    if not isinstance(around, ast.Attribute) or around.attr not in apis.ADDERS:
        return False
    call = parents[around]
    return isinstance(call, ast.Call) and call.func is around


def exits_after(task: Task, function: FunctionNode, facts: Facts) -> tuple[Exit, ...]:
    """Return the statements of which one surely ends the function after the task, if any."""
    around = around_task(task, function)
    ends = facts.flow.after(around, task.source) if around else None
    if ends is None or ends.goes_on or ends.breaks or ends.continues:
        return ()
    return ends.exits


def around_task(task: Task, function: FunctionNode) -> list[Around]:
    """Return the statements around the one that adds a task, nothing if it does more than that."""
    statement = statement_of(task)
    return [*around_of(statement, function, task.source)] if statement is not None else []


def last_line(task: Task, function: FunctionNode, exits: tuple[Exit, ...]) -> int:
    """Return the last line that may run between a task and the end of its function."""
    blocks = [
        each.statement
        for each in around_task(task, function)
        if isinstance(each.statement, (*LOOPS, *TRIES, *WITHS))
    ]
    ending = [each.statement for each in exits]
    return max(getattr(each, "end_lineno", None) or 0 for each in (*blocks, *ending))
