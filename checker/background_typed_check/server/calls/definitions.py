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
from background_typed_check.facts.meanings import Class, External, Function, Meaning, Value
from background_typed_check.facts.scopes import FUNCTIONS, Import, Scope
from background_typed_check.facts.tasks import Direct
from background_typed_check.facts.uses import is_of_class
from background_typed_check.server.calls.fields import initializer
from background_typed_check.server.calls.running import running

# How many imports to follow from one module to the next.
DEEPEST: Final = 5


def function_of(call: Direct, known: Sequence[Called], facts: Facts) -> Function | None:
    """Return the function that a call runs, or the one that initializes the object it makes.

    Args:
        call: The call.
        known: The functions that it certainly runs one of, if they are known.
        facts: What there is to know about the files.

    """
    meaning = known[0] if known else facts.names.resolve(*call.callee)
    node, scope = call.callee
    if isinstance(meaning, (Class, External, Function)):
        return as_function(meaning, facts)
    if isinstance(node, ast.Name):
        owner = scope.owner(node.id)
        return as_function(last_in(owner, node.id, facts, DEEPEST) if owner else None, facts)
    if not isinstance(node, ast.Attribute):
        return None
    owners = facts.expressions.classes_of(node.value, scope)
    return as_function(facts.classes.method(owners[0], node.attr), facts) if owners else None


def overloads_of(function: Function, facts: Facts) -> list[Function]:
    """Return the overloads of a function, or else the function itself."""
    node, scope = function.node, function.scope
    found = [
        each
        for each in running(scope.bindings.get(node.name, ()), scope, facts)
        if isinstance(each, FUNCTIONS)
        and facts.names.are_any(each.decorator_list, scope, apis.OVERLOADS)
    ]
    return [function._replace(node=each) for each in found] or [function]


def is_unbound(callee: Value, facts: Facts) -> bool:
    """Return whether a callee is an attribute of a class itself, also of a class of a library."""
    meaning = facts.names.resolve(*callee)
    if not isinstance(meaning, External):
        return is_of_class(callee, facts)
    return isinstance(library_member(meaning.name.rpartition(".")[0], facts), Class)


def as_function(meaning: Meaning | None, facts: Facts) -> Function | None:
    """Return a function, or what initializes the objects of a class."""
    if isinstance(meaning, External):
        meaning = library_member(meaning.name, facts)
    if isinstance(meaning, Class):
        made = (facts.classes.attribute(meaning, name) for name in (INIT, NEW))
        written = next((each for each in made if isinstance(each, Function)), None)
        is_own = INIT in facts.scope_of(meaning).bindings
        meaning = (None if is_own else initializer(meaning, facts)) or written
    return meaning if isinstance(meaning, Function) else None


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
                found = facts.classes.attribute(cls, each) if isinstance(cls, Class) else None
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
