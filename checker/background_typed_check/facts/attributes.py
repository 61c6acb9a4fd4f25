"""Which classes the attributes of objects have, as their own classes declare or assign them."""

import ast
from typing import TYPE_CHECKING, NamedTuple

from background_typed_check import apis
from background_typed_check.facts.classes import DESCRIPTOR
from background_typed_check.facts.instances import (
    UNKNOWN,
    Instance,
    Instances,
    inexact,
    united,
    without_none,
)
from background_typed_check.facts.meanings import Class, External, Function, Module, Value
from background_typed_check.facts.scopes import Assigned, Declared, Scope, first_of, unpacked
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Stored(NamedTuple):
    """What a method of a class gives to an attribute of `self`, or declares it to be."""

    value: ast.expr | None
    annotation: ast.expr | None
    scope: Scope


class Attributes:
    """Tells the classes of attributes."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def classes_of(self, expression: ast.Attribute | ast.Subscript, scope: Scope) -> Instances:
        """Return the classes of an attribute as its class declares or assigns it, or of an item."""
        if isinstance(expression, ast.Subscript):
            return self.of_item(expression, scope)
        meaning = self.facts.names.resolve(expression, scope)
        if isinstance(meaning, Value) and meaning.node is not expression:
            return self.facts.expressions.classes_of(*meaning)
        owner = self.facts.names.resolve(expression.value, scope)
        if isinstance(owner, Module):
            source = self.facts.modules.file(owner.location)
            if source is None or self.facts.names.replaces(expression.attr, scope.source):
                return UNKNOWN
            return self.facts.expressions.of_name(expression.attr, self.facts.scopes(source).module)
        found = []
        for instance in without_none(self.facts.expressions.classes_of(expression.value, scope)):
            if isinstance(instance.of, External):
                found.append(known_member(instance.of, expression.attr))
                continue
            if instance.of.scope.source is not scope.source and self.may_set(
                scope.source, instance.of, expression.attr
            ):
                return UNKNOWN
            member = self.of_member(instance.of, expression.attr)
            # A subclass may have something else of the same kind.
            found.append(member if instance.exact else tuple(map(inexact, member)))
        return united(*found)

    def of_item(self, expression: ast.Subscript, scope: Scope) -> Instances:
        """Return the classes of an item of a library's object."""
        owners = self.facts.expressions.classes_of(expression.value, scope)
        return united(*(known_member(each.of, apis.ANY) for each in owners))

    def of_member(self, cls: Class, name: str) -> Instances:
        """Return the classes of the attribute of that name of a class's instances."""
        question = ("class of member", cls.node, name)
        return self.facts.memo.ask(question, lambda: self._of_member(cls, name), UNKNOWN)

    def _of_member(self, cls: Class, name: str) -> Instances:
        found: list[Instances] = []
        is_hidden = False
        for base in self.facts.classes.mro(cls):
            if not isinstance(base, Class):
                if base.name in apis.PLAIN_BASES:
                    continue
                break
            declared = self.declared(base, name)
            if declared is not None:
                return united(*found, self.facts.annotations.classes_of(*declared))
            found += self.given_to(base, name, is_hidden=is_hidden)
            is_hidden = is_hidden or bool(self.facts.scope_of(base).bindings.get(name))
        return united(*found)

    def declared(self, cls: Class, name: str) -> tuple[ast.expr, Scope] | None:
        """Return the annotation of an attribute in a class or one of its methods."""
        own = self.facts.scope_of(cls)
        for each in own.bindings.get(name, ()):
            if isinstance(each, (Assigned, Declared)) and each.annotation is not None:
                return each.annotation, own
        for _, annotation, scope in self.assigned_to_self(cls, name) or ():
            if annotation is not None:
                return annotation, scope
        return None

    def given_to(self, cls: Class, name: str, *, is_hidden: bool) -> list[Instances]:
        """Return the classes of each value that a class or one of its methods gives an attribute.

        If it is hidden, a subclass has its own value in place of the one of the class.
        """
        own, expressions = self.facts.scope_of(cls), self.facts.expressions
        bindings = [] if is_hidden else own.bindings.get(name, [])
        member = self.facts.classes.attribute(cls, name) if bindings else None
        if isinstance(member, Function):
            return [self.of_property(member)]
        stored = self.assigned_to_self(cls, name)
        if stored is None:
            return [UNKNOWN]
        values = [
            expressions.classes_of(each.value, each.scope)
            for each in stored
            if each.value is not None
        ]
        if bindings:
            value = expressions.of_binding(bindings[0], own) if len(bindings) == 1 else UNKNOWN
            values.append(UNKNOWN if any(map(self.may_be_descriptor, value)) else value)
        return values

    def may_be_descriptor(self, value: Instance) -> bool:
        """Return whether a value of a class may be a descriptor, which gives another value."""
        return isinstance(value.of, Class) and (
            self.facts.classes.has(value.of, DESCRIPTOR) is not False
        )

    def of_property(self, member: Function) -> Instances:
        """Return the classes of what a property returns."""
        decorators, result = self.facts.decorators.names_of(member), member.node.returns
        if decorators is None or not decorators & apis.PROPERTIES or result is None:
            return UNKNOWN
        return self.facts.annotations.classes_of(
            result, self.facts.scope_of(member).annotation_scope
        )

    def may_set(self, source: Source, cls: Class, name: str) -> bool:
        """Return whether a file may set an attribute of a class to another value."""
        for target in self.facts.scopes(source).stores.get(name, ()):
            of = self.of_owner(target, source)
            if not of or any(each.of == cls for each in of):
                return True
        return False

    def assigned_to_self(self, cls: Class, name: str) -> tuple[Stored, ...] | None:
        """Return what the methods of a class assign to an attribute, None where that is unclear."""
        source = cls.scope.source
        found = []
        for target in self.facts.scopes(source).stores.get(name, ()):
            of = self.of_owner(target, source)
            if of and all(each.of != cls for each in of):
                continue  # an attribute of something else
            stored = self.stored(target, source) if of and not of[0].is_class else None
            if stored is None:
                return None
            found.append(stored)
        return tuple(found)

    def stored(self, target: ast.Attribute, source: Source) -> Stored | None:
        """Return what a file gives to an attribute, None if that is not written out."""
        scope = self.facts.scopes(source).around[first_of(target.value)]
        statement = source.parents[target]
        while isinstance(statement, ast.Tuple):
            statement = source.parents[statement]
        if isinstance(statement, ast.AnnAssign):
            return Stored(statement.value, statement.annotation, scope)
        if not isinstance(statement, ast.Assign):
            return None
        pairs = (pair for each in statement.targets for pair in unpacked(each, statement.value))
        value = next((value for each, value in pairs if each is target), None)
        return Stored(value, None, scope) if value is not None else None

    def of_owner(self, target: ast.Attribute, source: Source) -> Instances:
        """Return the classes of the object whose attribute a file sets, if it has a dotted name."""
        scope = self.facts.scopes(source).around.get(first_of(target.value))
        if scope is None:
            return UNKNOWN
        return self.facts.expressions.classes_of(target.value, scope)


def known_member(cls: Class | External, name: str) -> Instances:
    """Return the class of an attribute of a library's object, or of its items."""
    members = apis.MEMBERS.get(cls.name, {}) if isinstance(cls, External) else {}
    found = members.get(name, members.get(apis.ANY))
    return (Instance(External(found), exact=True),) if found is not None else UNKNOWN
