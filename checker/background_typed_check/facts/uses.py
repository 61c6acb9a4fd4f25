"""What a function does with its own collection: where it makes it, adds to it, hands it on."""

import ast
import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.binder import line_of
from background_typed_check.facts.made import alternatives, is_new_collection
from background_typed_check.facts.meanings import Class, Function, Value
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

# How many names one collection may have.
DEEPEST: Final = 5
LITERALS: Final = (ast.Dict, ast.List, ast.Set, ast.Tuple)


class Uses(NamedTuple):
    """What a function does with the variable that a task is added to."""

    function: FunctionNode
    scope: Scope
    name: str
    parameter: Parameter | None
    """The parameter, if the variable is one."""
    made: tuple[Assigned, ...]
    """The values that are assigned to it."""

    def others(self, facts: Facts) -> tuple[ast.AST, ...]:
        """Return all other uses, apart from adding tasks."""
        nothing: tuple[ast.AST, ...] = ()
        question = ("other uses", self.function, self.name)
        return facts.memo.ask(question, lambda: other_uses(self.name, self.scope, facts), nothing)

    def are_new(self, facts: Facts) -> bool:
        """Return whether each of its values is a new collection."""
        return bool(self.made) and all(
            is_new_collection(each.value, each.scope, facts) for each in self.made
        )

    def are_own(self, facts: Facts) -> bool:
        """Return whether each value is a new collection, or the one that the variable had."""
        return all(
            is_new_collection(each, made.scope, facts)
            or (isinstance(each, ast.Name) and each.id == self.name)
            for made in self.made
            for each in alternatives(made.value)
        )


def uses_of(task: Task, facts: Facts) -> Uses | None:
    """Return what a function does with the collection of a task, if that is its own variable."""
    receiver = task.receiver
    if not isinstance(receiver, ast.Name):
        return None  # an attribute: something else may run it
    name, scope = receiver.id, task.scope.owner(receiver.id)
    for _ in range(DEEPEST):
        match scope.bindings.get(name) if scope is not None else None:
            case [Assigned(value=ast.Name(id=first), scope=around)]:
                owner = around.owner(first)
                if owner is None or len(owner.bindings[first]) > 1:
                    break  # it may be another one by now
                name, scope = first, owner
            case _:
                break
    return uses_of_name(name, scope, facts) if scope is not None else None


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


def other_uses(name: str, function: Scope, facts: Facts) -> tuple[ast.AST, ...]:
    """Return all uses of a name other than assigning it and adding tasks to it."""
    scopes = facts.scopes(function.source)
    around = scopes.around
    found: list[ast.AST] = [
        each
        for each in names_in(function, {name}, facts)
        if around[each].owner(name) is function and not is_known_use(each, around[each], facts)
    ]
    taking = [each for each in scopes.declaring if each.declared.get(name) is function]
    found += [each.node for each in taking]  # functions with a `nonlocal`
    bindings = function.bindings[name]
    known = (Assigned, Declared, Parameter)
    found += [function.node for each in bindings if not isinstance(each, known)]
    return tuple(found)


def names_in(function: Scope, names: Iterable[str], facts: Facts) -> Iterator[ast.Name]:
    """Yield where a function, or a function in it, uses names."""
    used = facts.scopes(function.source).names
    first = getattr(function.node, "lineno", 0)
    last = getattr(function.node, "end_lineno", None) or first
    for name in names:
        found = used.get(name, [])
        start = bisect_left(found, first, key=line_of)
        for each in itertools.islice(found, start, None):
            if each.lineno > last:
                break
            yield each


def loads(name: str, owner: Scope, facts: Facts) -> Iterator[ast.Name]:
    """Yield where a name of a scope is read."""
    around = facts.scopes(owner.source).around
    for each in names_in(owner, {name}, facts):
        if around[each].owner(name) is owner and isinstance(each.ctx, ast.Load):
            yield each


def is_directly_in(scope: Scope, function: Scope) -> bool:
    """Return whether a scope is that of a function, or of a comprehension directly in it."""
    at: Scope | None = scope
    while at is not None and isinstance(at.node, COMPREHENSIONS):
        at = at.parent
    return at is function


def is_known_use(name: ast.Name, scope: Scope, facts: Facts) -> bool:
    """Return whether a name is only assigned to, or has tasks added to it, here or in a helper."""
    parents = scope.source.parents
    around = parents[name]
    if isinstance(around, ast.AnnAssign):
        return around.target is name
    if isinstance(around, ast.Assign):
        return around.targets == [name] or is_alias_harmless(around, scope, facts)
    if isinstance(around, LITERALS):
        return isinstance(name.ctx, ast.Store) or is_unread(around, scope, facts)
    if isinstance(around, ast.Compare):
        return all(isinstance(each, (ast.Is, ast.IsNot)) for each in around.ops)
    if isinstance(around, (ast.BoolOp, ast.IfExp)):
        return is_kept(parents[around], name.id)
    if isinstance(around, ast.keyword):
        call = parents[around]
        return isinstance(call, ast.Call) and only_adds(call, around.arg, scope, facts)
    if isinstance(around, ast.Call):
        position = next((at for at, each in enumerate(around.args) if each is name), None)
        return position is not None and only_adds(around, position, scope, facts)
    return isinstance(around, ast.Attribute) and only_adds_or_counts(around, scope, facts)


def only_adds_or_counts(read: ast.Attribute, scope: Scope, facts: Facts) -> bool:
    """Return whether a collection's attribute is read to add tasks, or to count or drop them."""
    outer = scope.source.parents[read]
    if read.attr == apis.LISTED:
        is_emptied = isinstance(outer, ast.Attribute) and outer.attr == apis.EMPTYING
        return is_emptied or facts.names.is_call_of(outer, scope, apis.COUNTING)
    return isinstance(outer, ast.Call) and read.attr in apis.ADDERS and outer.func is read


def is_alias_harmless(assign: ast.Assign, scope: Scope, facts: Facts) -> bool:
    """Return whether nothing but adding tasks happens to a collection by its other name."""
    match assign.targets:
        case [ast.Name(id=alias)]:
            owner = scope.owner(alias)
            uses = uses_of_name(alias, owner, facts) if owner is not None else None
            return uses is not None and len(uses.made) == 1 and not uses.others(facts)
    return False


def is_unread(holder: ast.AST, scope: Scope, facts: Facts) -> bool:
    """Return whether a literal is only assigned to a variable of a function that nothing reads."""
    while isinstance(holder, LITERALS):
        holder = scope.source.parents[holder]
    match holder:
        case ast.Assign(targets=[ast.Name(id=name)]):
            owner = scope.owner(name)
            return owner is not None and is_local(owner) and not any(loads(name, owner, facts))
    return False


def is_local(scope: Scope) -> bool:
    """Return whether the names of a scope are those of a function."""
    return isinstance(scope.node, FUNCTIONS)


def is_kept(statement: ast.AST, name: str) -> bool:
    """Return whether a statement assigns one of several values to the same variable again."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)]):
            return target == name
    return False


def only_adds(call: ast.Call, argument: int | str | None, scope: Scope, facts: Facts) -> bool:
    """Return whether all that a call does with an argument is to add tasks to it."""
    functions = facts.functions.called(call.func, scope)
    return bool(functions) and all(
        isinstance(each, Function) and adds_only(each, call, argument, scope, facts)
        for each in functions
    )


def adds_only(
    function: Function, call: ast.Call, argument: int | str | None, scope: Scope, facts: Facts
) -> bool:
    """Return whether all that a function does with an argument of a call is to add tasks to it."""
    if not function.exact or not facts.decorators.are_transparent(function):
        return False
    name, arguments = argument, function.node.args
    if isinstance(name, int):
        positional = [*arguments.posonlyargs, *arguments.args]
        before, position = (
            call.args[:name],
            name + first_position(function, Value(call.func, scope), facts),
        )
        if position >= len(positional) or any(isinstance(each, ast.Starred) for each in before):
            return False
        name = positional[position].arg
    own = facts.scope_of(function)
    uses = uses_of_name(name, own, facts) if name is not None and name in own.bindings else None
    return uses is not None and uses.parameter is not None and not (uses.made or uses.others(facts))


def first_position(function: Function, callee: Value, facts: Facts) -> int:
    """Return the parameter that takes the first argument of a call: not `self`, nor `cls`."""
    if function.owner is None or facts.names.are_any(
        function.node.decorator_list, function.scope, apis.STATIC
    ):
        return 0
    is_of_class = (
        isinstance(callee.node, ast.Attribute)
        and isinstance(facts.names.resolve(callee.node.value, callee.scope), Class)
        and not facts.names.are_any(function.node.decorator_list, function.scope, apis.OF_CLASS)
    )
    return 0 if is_of_class else 1
