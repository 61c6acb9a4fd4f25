"""Where the files of the tree may read an attribute of an object whose class is known."""

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.exceptions import class_named
from background_typed_check.facts.instances import Instance
from background_typed_check.facts.meanings import Class, External
from background_typed_check.facts.programs import are_together
from background_typed_check.facts.scopes import Assigned, Declared, Scope
from background_typed_check.facts.source import Source, walk

Found = TypeVar("Found")
Reads: TypeAlias = tuple[tuple[ast.Attribute, Scope], ...]


def reads_of_attribute(cls: Class, name: str, facts: Facts) -> Reads | None:
    """Return where the tree may read an attribute of an object, None if anything may read it.

    Args:
        cls: The class of the object, which is of no subclass.
        name: The name of the attribute.
        facts: The facts to ask.

    """
    question = ("reads of attribute", cls.node, name)
    return facts.memo.ask(question, lambda: _reads_of_attribute(cls, name, facts), None)


def _reads_of_attribute(cls: Class, name: str, facts: Facts) -> Reads | None:
    if not is_whole(facts) or not keeps_to_itself(cls, name, facts):
        return None
    words = (name.encode(), *apis.REFLECTING)
    return found_with(cls, words, lambda source: reads_in(source, name, cls, facts), facts)


def found_with(
    cls: Class,
    words: Sequence[bytes],
    find: Callable[[Source], Iterable[Found | None]],
    facts: Facts,
) -> tuple[Found, ...] | None:
    """Return what is found in all files that run with a class, None if anything is unknown.

    Only files with one of some words are looked into.
    """
    all_found: list[Found] = []
    for source in facts.files_mentioning(*words):
        found = [*find(source)]
        if found and are_together(source, cls.scope.source, facts):
            known = [each for each in found if each is not None]
            if len(known) < len(found):
                return None
            all_found += known
    return tuple(all_found)


def reads_in(
    source: Source, name: str, cls: Class | External, facts: Facts
) -> Iterator[tuple[ast.Attribute, Scope] | None]:
    """Yield where a file may read an attribute, None where that is not written out."""
    scopes = facts.scopes(source)
    for each in (*scopes.attributes.get(name, ()), *scopes.attributes.get(apis.ATTRIBUTES, ())):
        scope = scopes.around.get(leftmost(each))
        if isinstance(each.ctx, ast.Load):
            if scope is None:
                yield None
            elif may_be(each.value, scope, cls, facts):
                yield (each, scope) if each.attr == name else None
    for each in (*scopes.names.get(apis.GETTING, ()), *scopes.names.get(apis.LISTING, ())):
        if asks_for_attribute(each, name, cls, source, facts):
            yield None
    if any(names_in_pattern(each, name) for each in walk(source.tree)):
        yield None


def stores_in(
    source: Source, name: str, cls: Class | External, facts: Facts
) -> Iterator[ast.Attribute | None]:
    """Yield where a file may set an attribute, None where that is not written out."""
    scopes = facts.scopes(source)
    for each in scopes.stores.get(name, ()):
        scope = scopes.around.get(leftmost(each))
        if scope is None:
            yield None
        elif may_be(each.value, scope, cls, facts):
            yield each
    for called in scopes.names.get(apis.SETTING, ()):
        if asks_for_attribute(called, name, cls, source, facts):
            yield None


def keeps_to_itself(cls: Class, name: str, facts: Facts) -> bool:
    """Return whether no library may read an attribute of an object, and setting it does no more."""
    is_known = name.startswith("__") or name == apis.BACKGROUND
    return not is_known and all(
        has_plain_attribute(each, name, facts) for each in facts.classes.mro(cls)
    )


def has_plain_attribute(base: Class | External, name: str, facts: Facts) -> bool:
    """Return whether a base is a class of the tree, or an exception, and leaves a name alone."""
    if facts.names.full_name(base) in apis.HTTP_EXCEPTIONS:
        return name not in apis.OF_HTTP_EXCEPTIONS
    if isinstance(base, External):
        return base.name in apis.BARE_BASES or class_named(base.name) is not None
    if facts.modules.installed_name(base.scope.source.path) is not None:
        return False
    own = facts.scope_of(base).bindings
    values = (Assigned, Declared)
    return own.keys().isdisjoint(apis.OWN_ATTRIBUTES) and all(
        isinstance(each, values) for each in own.get(name, ())
    )


def are_exceptions(cls: Class, facts: Facts) -> bool:
    """Return whether the objects of a class are exceptions, which keep what they are made of."""
    return any(
        isinstance(each, External) and class_named(each.name) is not None
        for each in facts.classes.mro(cls)
    )


def is_whole(facts: Facts) -> bool:
    """Return whether the tree is an application: if not, others may handle its exceptions."""
    return facts.memo.ask("whole", lambda: _is_whole(facts), unknown=False)


def _is_whole(facts: Facts) -> bool:
    return bool(facts.files_mentioning(*apis.APPLICATION_CALLS))


def leftmost(expression: ast.expr) -> ast.expr:
    """Return the name or call that a chain of attributes and items begins with."""
    while isinstance(expression, (ast.Attribute, ast.Await, ast.Subscript)):
        expression = expression.value
    return expression


def names_in_pattern(node: ast.AST, name: str) -> bool:
    """Return whether a pattern reads an attribute of that name, or may do so by its position."""
    return isinstance(node, ast.MatchClass) and (name in node.kwd_attrs or bool(node.patterns))


def asks_for_attribute(
    function: ast.Name, name: str, cls: Class | External, source: Source, facts: Facts
) -> bool:
    """Return whether `getattr` or `vars` may read an attribute of an object here."""
    scope = facts.scopes(source).around[function]
    match source.parents[function]:
        case ast.Call(func=func, args=[]) if func is function:
            return False  # `vars()`: the names of a function
        case ast.Call(func=func, args=[owner, *more]) if func is function:
            is_other = bool(more) and isinstance(more[0], ast.Constant) and more[0].value != name
            return not is_other and may_be(owner, scope, cls, facts)
    return True


def may_be(expression: ast.expr, scope: Scope, cls: Class | External, facts: Facts) -> bool:
    """Return whether an expression may be an object of a class, and of no subclass of it."""
    found = facts.expressions.classes_of(expression, scope)
    return not found or any(may_include(each, cls, facts) for each in found)


def may_include(instance: Instance, cls: Class | External, facts: Facts) -> bool:
    """Return whether an object of a class may be an instance of another."""
    order = facts.classes.mro(cls) if isinstance(cls, Class) else (cls,)
    if isinstance(instance.of, External):
        is_known = instance.exact or instance.of.name in apis.KNOWN
        return not is_known or instance.of in order
    return instance.of in order or facts.classes.derives(instance.of, apis.PROTOCOLS)
