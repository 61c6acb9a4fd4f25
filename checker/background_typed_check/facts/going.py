"""Where a collection goes from an expression: to other names, parameters, attributes."""

import ast
from collections.abc import Iterable
from typing import Final, NamedTuple

from background_typed_check.facts import Facts
from background_typed_check.facts.around import around_of, statement_around
from background_typed_check.facts.attribute_reads import are_exceptions, reads_of_attribute
from background_typed_check.facts.classes import INIT
from background_typed_check.facts.exceptions import class_named
from background_typed_check.facts.fields import field_of, keeps_fields
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.passed import first_position
from background_typed_check.facts.scopes import FUNCTIONS, Scope, with_defaults
from background_typed_check.facts.states import is_state, reads_of_state
from background_typed_check.facts.unread import LITERALS, is_kept_unread, is_unread
from background_typed_check.facts.uses import reads_of

INITIAL: Final = "args"  # what an exception was made of


class Read(NamedTuple):
    """An expression that is the collection."""

    node: ast.expr
    scope: Scope
    made: Class | None = None
    """The class of `self`, if an object of it is being made."""

    @property
    def parent(self) -> ast.AST:
        """What the expression is a part of."""
        return self.scope.source.parents[self.node]


class Argument(NamedTuple):
    """An argument of a call."""

    call: ast.Call
    place: int | str
    """Its position, or its keyword."""
    scope: Scope


def goes_to(read: Read, facts: Facts) -> list[Read] | None:
    """Return what else is the collection then, None if that may be anything."""
    parent = read.parent
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            owner = read.scope.owner(name)
            return each_of(reads_of(name, owner, facts)) if owner is not None else None
        case (
            ast.Assign(targets=[ast.Attribute() as target])
            | ast.AnnAssign(target=ast.Attribute() as target)
        ):
            return set_as(target, read, facts)
        case ast.BoolOp() | ast.IfExp():
            return [] if is_kept(read, parent) else [Read(parent, read.scope, read.made)]
        case ast.arguments():
            return default_of(read, parent, facts)
        case ast.keyword(arg=str() as name):
            call = read.scope.source.parents[parent]
            return (
                passed_to(Argument(call, name, read.scope), facts)
                if isinstance(call, ast.Call)
                else None
            )
        case ast.Call(args=args) if read.node in args:
            if is_kept_unread(parent, read.scope, facts):
                return []
            return passed_to(Argument(parent, args.index(read.node), read.scope), facts)
    if isinstance(parent, LITERALS):
        return [] if is_unread(parent, read.scope, facts) else None
    return None


def each_of(
    reads: Iterable[tuple[ast.expr, Scope]] | None, made: Class | None = None
) -> list[Read] | None:
    """Return the same reads, None if they are unknown."""
    return None if reads is None else [Read(*each, made) for each in reads]


def is_kept(read: Read, choice: ast.expr) -> bool:
    """Return whether one of several values is assigned to the same variable again."""
    match read.scope.source.parents[choice]:
        case ast.Assign(targets=[ast.Name(id=target)]):
            return isinstance(read.node, ast.Name) and target == read.node.id
    return False


def set_as(target: ast.Attribute, read: Read, facts: Facts) -> list[Read] | None:
    """Return where an attribute is read that is set."""
    if is_state(target.value, read.scope, facts):
        return each_of(reads_of_state(target.attr, read.scope.source, facts))
    cls = made_here(target.value, read, facts)
    return attribute_of(cls, target.attr, facts) if cls is not None else None


def attribute_of(cls: Class, name: str, facts: Facts) -> list[Read] | None:
    """Return where an attribute of an object is read."""
    return None if name == INITIAL else each_of(reads_of_attribute(cls, name, facts))


def made_here(owner: ast.expr, read: Read, facts: Facts) -> Class | None:
    """Return the class of an object that is surely of no subclass, because it is made here."""
    if not isinstance(owner, ast.Name):
        return None
    if read.made is not None:
        return read.made if is_self(owner, read.scope) else None
    meaning = facts.names.resolve(owner, read.scope) or assigned_before(owner, read.scope)
    if not isinstance(meaning, Value) or not isinstance(meaning.node, ast.Call):
        return None
    made = facts.names.resolve(meaning.node.func, meaning.scope)
    return made if isinstance(made, Class) and is_simple(made, facts) else None


def assigned_before(name: ast.Name, scope: Scope) -> Value | None:
    """Return what the statement before that of a name assigns to it, None if it does not."""
    statement = statement_around(name, scope.source)
    inner = next(around_of(statement, scope.source.parents[statement], scope.source))
    before = inner.block[inner.position - 1] if inner.position else None
    match before:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name.id:
            return Value(value, scope)
    return None


def is_self(name: ast.Name, scope: Scope) -> bool:
    """Return whether a name is the first parameter of the method that it is used in."""
    node, around = scope.node, scope.parent
    if (
        not isinstance(node, FUNCTIONS)
        or around is None
        or not isinstance(around.node, ast.ClassDef)
    ):
        return False
    first = [each.arg for each in (*node.args.posonlyargs, *node.args.args)][:1]
    return first == [name.id] and len(scope.bindings[name.id]) == 1


def is_simple(cls: Class, facts: Facts) -> bool:
    """Return whether calling a class makes an object of it, and does nothing before `__init__`."""
    is_plain = not cls.node.decorator_list or keeps_fields(cls, facts)
    return is_plain and bool(facts.results.made_by(cls))


def default_of(read: Read, arguments: ast.arguments, facts: Facts) -> list[Read] | None:
    """Return where a parameter is read whose default is the collection."""
    function = read.scope.source.parents[arguments]
    own = facts.scopes(read.scope.source).of[function]
    name = next(each.arg for each, value in with_defaults(arguments) if value is read.node)
    return each_of(reads_of(name, own, facts)) if isinstance(function, FUNCTIONS) else None


def passed_to(argument: Argument, facts: Facts) -> list[Read] | None:
    """Return where the functions that a call runs read the parameter that takes an argument."""
    made = facts.names.resolve(argument.call.func, argument.scope)
    if isinstance(made, Class):
        return passed_to_class(made, argument, facts)
    functions = facts.functions.called(argument.call.func, argument.scope)
    found: list[Read] = []
    for each in functions:
        is_seen = isinstance(each, Function) and each.exact
        reads = reads_in(each, argument, facts) if isinstance(each, Function) and is_seen else None
        if reads is None:
            return None
        found += reads
    return found if functions else None


def passed_to_class(cls: Class, argument: Argument, facts: Facts) -> list[Read] | None:
    """Return where an object reads what it is made of. Exceptions keep all of it."""
    if not is_simple(cls, facts):
        return None
    if keeps_fields(cls, facts):
        field = field_of(cls, argument.place)
        return attribute_of(cls, field, facts) if field is not None else None
    if are_exceptions(cls, facts) and reads_of_attribute(cls, INITIAL, facts) != ():
        return None
    init = facts.classes.attribute(cls, INIT)
    if isinstance(init, Function):
        return reads_in(init, argument, facts, made=cls)
    owner = init.name.removesuffix(f".{INIT}") if isinstance(init, External) else ""
    return [] if class_named(owner) is not None else None


def reads_in(
    function: Function, argument: Argument, facts: Facts, made: Class | None = None
) -> list[Read] | None:
    """Return where a function reads the parameter that takes an argument of a call."""
    is_manager = facts.lazy.context_manager(function) is not None
    is_called = is_manager or facts.decorators.are_transparent(function)
    if function.scope.source.is_stub or not is_called:
        return None
    call, name, arguments = argument.call, argument.place, function.node.args
    if isinstance(name, int):
        positional = [*arguments.posonlyargs, *arguments.args]
        callee = Value(call.func, argument.scope)
        position = name + (1 if made else first_position(function, callee, facts))
        is_starred = any(isinstance(each, ast.Starred) for each in call.args[:name])
        if is_starred or position >= len(positional):
            return None
        name = positional[position].arg
    return each_of(reads_of(name, facts.scope_of(function), facts), made)
