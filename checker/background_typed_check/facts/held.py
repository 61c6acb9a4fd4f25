"""What a task is added to: a variable, or what an object holds that a dependency makes.

FastAPI calls `Mail(...)` for `mail: Mail = Depends()`, and passes the collection of the request to
its `__init__` (`fastapi.dependencies.utils.solve_dependencies`). So `mail.tasks` is that collection
if `__init__` assigns it, and nothing else does.
"""

import ast
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.around import statement_around
from background_typed_check.facts.attribute_reads import found_with, leftmost, stores_in
from background_typed_check.facts.bodies import returned_values
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.depends import Depends, depends_of
from background_typed_check.facts.fields import fields_of, keeps_fields
from background_typed_check.facts.going import is_self, is_simple
from background_typed_check.facts.meanings import Class, Function, Value
from background_typed_check.facts.scopes import FUNCTIONS, Assigned, Parameter, Scope
from background_typed_check.facts.states import is_state, may_be_kept
from background_typed_check.facts.tasks import Task
from background_typed_check.facts.uses import Held, Uses, uses_of_name

# How many names one collection may have.
DEEPEST: Final = 5


class Object(NamedTuple):
    """An object that FastAPI passes."""

    cls: Class
    call: ast.Call | None
    """What makes it, if FastAPI does not call the class itself."""
    scope: Scope


def uses_of(task: Task, facts: Facts) -> Uses | None:
    """Return what a function does with the collection of a task, if that is its own."""
    return uses_of_receiver(task.receiver, task.scope, facts) if task.receiver is not None else None


def uses_of_receiver(
    node: ast.expr, scope: Scope, facts: Facts, depth: int = DEEPEST
) -> Uses | None:
    """Return the same by the expression that the task is added to."""
    if isinstance(node, ast.Attribute):
        return uses_of_attribute(node, scope, facts) or uses_in_state(node, scope, facts)
    owner = scope.owner(node.id) if isinstance(node, ast.Name) else None
    if not isinstance(node, ast.Name) or owner is None:
        return None
    match owner.bindings[node.id]:
        case [Assigned(value=ast.Name() as value, scope=around)]:
            if depth and is_bound_once(value, around):  # else it may be another one by now
                return uses_of_receiver(value, around, facts, depth - 1)
        case [Assigned(value=ast.Attribute() as value, scope=around)]:
            uses = uses_of_attribute(value, around, facts)
            if uses is not None:
                return uses
    return uses_of_name(node.id, owner, facts)


def is_bound_once(name: ast.Name, scope: Scope) -> bool:
    """Return whether a name is that of a variable which is bound in one place."""
    owner = scope.owner(name.id)
    return owner is not None and len(owner.bindings[name.id]) <= 1


def uses_of_attribute(read: ast.Attribute, scope: Scope, facts: Facts) -> Uses | None:
    """Return what a function does with a collection that is an attribute of its parameter."""
    owner = scope.owner(read.value.id) if isinstance(read.value, ast.Name) else None
    if not isinstance(read.value, ast.Name) or owner is None:
        return None
    name = read.value.id
    passed = passed_object(name, owner, facts)
    value = value_of(passed, read.attr, facts) if passed is not None else None
    uses = uses_of_name(name, owner, facts) if value is not None else None
    if passed is None or value is None or uses is None:
        return None
    held = Held(passed.cls, read.attr, value)
    return Uses(uses.function, owner, f"{name}.{read.attr}", None, (), held)


def uses_in_state(read: ast.Attribute, scope: Scope, facts: Facts) -> Uses | None:
    """Return what a function does with a collection in the state of its request."""
    first = leftmost(read)
    owner = scope.owner(first.id) if isinstance(first, ast.Name) else None
    if owner is None or not isinstance(owner.node, FUNCTIONS) or not may_be_kept(read.attr, facts):
        return None
    if not is_state(read.value, scope, facts):
        return None
    made = Assigned(read, None, statement_around(read, scope.source), scope)
    return Uses(owner.node, owner, ast.unparse(read), None, (made,))


def passed_object(name: str, owner: Scope, facts: Facts) -> Object | None:
    """Return the object that FastAPI passes as a parameter, None if its class is unknown."""
    match owner.bindings.get(name):
        case [Parameter() as parameter]:
            depends = [*depends_of(parameter, owner.annotation_scope, facts)]
            return object_of(depends[0], facts) if len(depends) == 1 else None
    return None


def object_of(depends: Depends, facts: Facts) -> Object | None:
    """Return the object that FastAPI passes for a dependency, None if its class is unknown."""
    target = facts.names.resolve(depends.on, depends.scope) if depends.on is not None else None
    if isinstance(target, Class):
        return Object(target, None, target.scope) if is_simple(target, facts) else None
    if not isinstance(target, Function) or not facts.functions.is_as_written(target):
        return None
    values = returned_values(target.node)
    made = values[0] if len(values) == 1 and not facts.lazy.yields(target.node) else None
    own = facts.scope_of(target)
    cls = facts.names.resolve(made.func, own) if isinstance(made, ast.Call) else None
    if not isinstance(made, ast.Call) or not isinstance(cls, Class) or not is_simple(cls, facts):
        return None
    return Object(cls, made, own)


def value_of(passed: Object, name: str, facts: Facts) -> Value | None:
    """Return what an attribute of an object surely is: what `__init__` assigns to it."""
    if keeps_fields(passed.cls, facts):
        return value_of_field(passed, name, facts)
    init = facts.classes.attribute(passed.cls, INIT)
    if not isinstance(init, Function) or not facts.functions.is_as_written(init):
        return None
    own = facts.scope_of(init)
    match stores_of(passed.cls, name, facts):
        case [ast.Attribute(value=ast.Name() as owner) as target] if is_self(owner, own):
            given = getattr(own.source.parents[target], "value", None)
            is_in_init = facts.scopes(own.source).around.get(owner) is own
            if is_in_init and isinstance(given, ast.Name):
                return given_in(passed, given, own, init)
    return None


def value_of_field(passed: Object, name: str, facts: Facts) -> Value | None:
    """Return what a field of a dataclass surely is: what the object is made with."""
    fields = fields_of(passed.cls)
    if name not in fields or stores_of(passed.cls, name, facts) != ():
        return None
    if passed.call is None:
        return Value(fields[name].target, facts.scope_of(passed.cls))
    value = taken_by([*fields], passed.call).get(name)
    return Value(value, passed.scope) if value is not None else None


def taken_by(names: list[str], call: ast.Call) -> dict[str, ast.expr]:
    """Return the arguments of a call by the names of what takes them, none if it has stars."""
    if any(isinstance(each, ast.Starred) for each in call.args):
        return {}
    actual = dict(zip(names, call.args, strict=False))
    return actual | {each.arg: each.value for each in call.keywords if each.arg is not None}


def given_in(passed: Object, given: ast.Name, own: Scope, init: Function) -> Value | None:
    """Return what a name in `__init__` stands for where the object is made."""
    if passed.call is None:
        return Value(given, own)
    arguments = init.node.args
    if len(own.bindings[given.id]) != 1:
        return None
    positional = [each.arg for each in (*arguments.posonlyargs, *arguments.args)][1:]
    value = taken_by(positional, passed.call).get(given.id)
    return Value(value, passed.scope) if value is not None else None


def stores_of(cls: Class, name: str, facts: Facts) -> tuple[ast.Attribute, ...] | None:
    """Return where the tree sets an attribute of an object, None if anything may set it."""
    question = ("stores of attribute", cls.node, name)
    return facts.memo.ask(question, lambda: _stores_of(cls, name, facts), None)


def _stores_of(cls: Class, name: str, facts: Facts) -> tuple[ast.Attribute, ...] | None:
    words = (name.encode(), apis.SETTING.encode())
    return found_with(cls, words, lambda source: stores_in(source, name, cls, facts), facts)
