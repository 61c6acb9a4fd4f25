"""Where the function that a call runs is defined, for showing it.

It need not be certain that it is what runs: of several definitions the last one is shown.
"""

import ast
import functools
import os
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import INIT, NEW
from background_typed_check.facts.functions import Called
from background_typed_check.facts.instances import Instances
from background_typed_check.facts.meanings import (
    Class,
    External,
    Function,
    Meaning,
    Value,
    enclosing_class,
)
from background_typed_check.facts.scopes import FUNCTIONS, Assigned, FunctionNode, Import, Scope
from background_typed_check.facts.tasks import Direct
from background_typed_check.server.calls.elements import element, member_of_enum
from background_typed_check.server.calls.fields import initializer
from background_typed_check.server.calls.models import model_initializer
from background_typed_check.server.calls.running import running

# How many imports to follow from one module to the next.
DEEPEST: Final = 5
# What Python itself calls such a function.
LAMBDA: Final = "<lambda>"


def function_of(call: Direct, known: Sequence[Called], facts: Facts) -> Function | None:
    """Return the function that a call runs, or the one that initializes the object it makes."""
    return as_function(definition_of(call, known, facts), facts)


def definition_of(call: Direct, known: Sequence[Called], facts: Facts) -> Class | Function | None:
    """Return the function that a call runs, or the class that it makes an object of.

    Args:
        call: The call.
        known: The functions that it certainly runs one of, if they are known.
        facts: What there is to know about the files.

    """
    node, scope = call.callee
    if isinstance(node, ast.Attribute) and is_builtin_call(node.value, "super", 0, scope):
        return followed(of_super(node.attr, scope, facts), facts)
    meaning = known[0] if known else facts.names.resolve(*call.callee)
    found = followed(meaning, facts)
    if found is not None:
        return found
    if isinstance(meaning, Value) and isinstance(meaning.node, ast.Lambda):
        return of_lambda(meaning.node, meaning.scope)
    if isinstance(node, ast.Name):
        owner = scope.owner(node.id)
        return followed(last_in(owner, node.id, facts, DEEPEST) if owner else None, facts)
    return followed(of_object(node, scope, facts), facts)


def of_lambda(node: ast.Lambda, scope: Scope) -> Function:
    """Return a lambda as the function that it is."""
    written = ast.FunctionDef(LAMBDA, node.args, [], [], lineno=node.lineno)
    return Function(written, scope.module)


def of_super(name: str, scope: Scope, facts: Facts) -> Meaning | None:
    """Return what an attribute of `super()` stands for."""
    cls = enclosing_class(scope)
    return attribute_in(facts.classes.mro(cls)[1:], name, facts) if cls else None


def of_object(callee: ast.expr, scope: Scope, facts: Facts) -> Meaning | None:
    """Return what an attribute of an object, or of its class, stands for."""
    if not isinstance(callee, ast.Attribute):
        return None
    owner = next(iter(owners_of(callee.value, scope, facts)), None)
    if owner is None:
        return None
    if isinstance(owner.of, External):
        return External(apis.canonical(f"{owner.of.name}.{callee.attr}"))
    bases = facts.classes.mro(owner.of)
    found = attribute_in(bases, callee.attr, facts) or of_plain_base(bases, callee.attr, facts)
    # Any other function is not known to be bound.
    is_method = isinstance(found, Function) and found.owner is not None
    return found if is_method or isinstance(found, External) else None


def of_plain_base(
    bases: Sequence[Class | External], name: str, facts: Facts
) -> Class | Function | None:
    """Return a method of a base that is known to leave other names alone, as pydantic's does."""
    known = (each.name for each in bases if isinstance(each, External) and each.name)
    found = (library_member(f"{each}.{name}", facts) for each in known)
    return next((each for each in found if isinstance(each, Function)), None)


def owners_of(expression: ast.expr, scope: Scope, facts: Facts) -> Instances:
    """Return the classes of an object, or the class itself that `type` returns."""
    if isinstance(expression, ast.Call) and is_builtin_call(expression, "type", 1, scope):
        found = [facts.expressions.classes_of(each, scope) for each in expression.args]
        return tuple(each._replace(is_class=True) for each in found[0])
    known = facts.expressions.classes_of(expression, scope)
    return known or member_of_enum(expression, scope, facts) or element(expression, scope, facts)


def overloads_of(function: Function, facts: Facts) -> list[Function]:
    """Return the overloads of a function, or else the function itself."""
    node, scope = function.node, function.scope
    found = [
        each
        for each in running(scope.bindings.get(node.name, ()), scope, facts)
        if isinstance(each, FUNCTIONS) and is_overload(each, scope, facts)
    ]
    return [function._replace(node=each) for each in found] or [function]


def is_overload(node: FunctionNode, scope: Scope, facts: Facts) -> bool:
    """Return whether a definition is an overload, also where the decorator itself is defined."""
    decorators = node.decorator_list
    is_named = any(isinstance(each, ast.Name) and each.id == "overload" for each in decorators)
    return is_named or facts.names.are_any(decorators, scope, apis.OVERLOADS)


def is_builtin_call(expression: ast.expr, name: str, number: int, scope: Scope) -> bool:
    """Return whether an expression calls a builtin of that name with a number of arguments."""
    match expression:
        case ast.Call(func=ast.Name(id=called), args=args, keywords=[]):
            return called == name and len(args) == number and scope.owner(name) is None
    return False


def is_unbound(callee: Value, facts: Facts) -> bool:
    """Return whether a callee is an attribute of a class itself, also of a class of a library."""
    node, scope = callee
    meaning = facts.names.resolve(node, scope)
    if isinstance(meaning, External):
        return isinstance(library_member(meaning.name.rpartition(".")[0], facts), Class)
    owners = owners_of(node.value, scope, facts) if isinstance(node, ast.Attribute) else ()
    return isinstance(meaning, Function) or any(each.is_class for each in owners)


def followed(meaning: Meaning | None, facts: Facts) -> Class | Function | None:
    """Return a class or function, also one of a library."""
    for _ in range(DEEPEST):
        if isinstance(meaning, External):  # it may lead to the base of a class in another file
            meaning = library_member(meaning.name, facts)
    return meaning if isinstance(meaning, (Class, Function)) else None


def as_function(found: Class | Function | None, facts: Facts) -> Function | None:
    """Return a function, or what initializes the objects of a class."""
    if not isinstance(found, Class):
        return found
    bases = facts.classes.mro(found)
    made = (followed(attribute_in(bases, name, facts), facts) for name in (INIT, NEW))
    written = next((each for each in made if isinstance(each, Function)), None)
    is_own = INIT in facts.scope_of(found).bindings
    writing = () if is_own else (initializer, model_initializer)
    by_library = (write(found, facts) for write in writing)
    return next(filter(None, by_library), written)


def attribute_in(bases: Sequence[Class | External], name: str, facts: Facts) -> Meaning | None:
    """Return the attribute of that name of the first of some classes that has one."""
    for base in bases:
        if isinstance(base, External):
            if base.name not in apis.PLAIN_BASES:
                return External(f"{base.name}.{name}") if base.name else None
            continue
        own = facts.scope_of(base)
        if own.bindings.get(name):
            return facts.names.bound(name, own) or last_in(own, name, facts, DEEPEST)
    return None


def library_member(name: str, facts: Facts) -> Meaning | None:
    """Return what a full name stands for: in the environment, or in Python's own library.

    The latter is looked up in the stubs that mypy brings (typeshed), or else in its source.
    """
    parts = name.split(".")
    for folder in (*facts.modules.packages, *own_folders()):
        for length in range(len(parts) - 1, 0, -1):
            first, *rest = parts[length:]
            found = member(os.path.join(folder, *parts[:length]), first, facts, DEEPEST)
            for each in rest:
                cls = returned_by(found, facts) if isinstance(found, Function) else found
                bases = facts.classes.mro(cls) if isinstance(cls, Class) else ()
                found = attribute_in(bases, each, facts)
            if found is not None:
                return found
    return None


def returned_by(function: Function, facts: Facts) -> Meaning | None:
    """Return the class that a function is declared to return."""
    returns = function.node.returns
    return facts.names.resolve(returns, function.scope) if returns is not None else None


def member(location: str, name: str, facts: Facts, depth: int) -> Meaning | None:
    """Return the last definition of a name in a module, or in one that it imports from."""
    source = facts.modules.file(location)
    return last_in(facts.scopes(source).module, name, facts, depth) if source is not None else None


def last_in(scope: Scope, name: str, facts: Facts, depth: int) -> Meaning | None:
    """Return the last definition of a name in a scope."""
    for each in reversed(running(scope.bindings.get(name, ()), scope, facts)):
        if isinstance(each, FUNCTIONS):
            return Function(each, scope)
        if isinstance(each, ast.ClassDef):
            return Class(each, scope)
        if isinstance(each, Import) and each.name is not None and depth:
            return imported(each, each.name, scope, facts, depth - 1)
        if isinstance(each, Assigned) and not is_unbound(Value(each.value, each.scope), facts):
            return of_object(each.value, each.scope, facts)
    found = (imported(star, name, scope, facts, depth - 1) for star in scope.stars if depth)
    return next((each for each in found if each is not None), None)


def imported(binding: Import, name: str, scope: Scope, facts: Facts, depth: int) -> Meaning | None:
    """Return what a name stands for in the module that an import names."""
    location = facts.imports.locate(binding, scope.source)
    if location is not None:
        return member(location, name, facts, depth)
    modules = [os.path.join(each, *(binding.module or "").split(".")) for each in own_folders()]
    found = (member(each, name, facts, depth) for each in modules if not binding.level)
    return next((each for each in found if each is not None), None)


@functools.cache
def own_folders() -> tuple[str, ...]:
    """Return the folders with the stubs and with the source of Python's library."""
    return (*stubs_of_mypy(), os.path.dirname(os.__file__))


def stubs_of_mypy() -> Iterator[str]:
    """Yield the folder with the stubs, without importing mypy."""
    spec = find_spec("mypy")
    for each in (spec.submodule_search_locations or ()) if spec is not None else ():
        yield os.path.join(each, "typeshed", "stdlib")
