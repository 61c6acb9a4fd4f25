"""What classes have: their bases in order, their methods, and their other attributes."""

import ast
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.instances import Instance
from background_typed_check.facts.meanings import Class, External, Function, Module, Value

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

# The methods that Python itself calls.
CALL: Final = "__call__"
DESCRIPTOR: Final = "__get__"
INIT: Final = "__init__"
NEW: Final = "__new__"


class Classes:
    """Tells what classes have."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def is_final(self, cls: Class) -> bool:
        """Return whether a class can have no subclass."""
        return self.facts.names.are_any(cls.node.decorator_list, cls.scope, apis.FINAL)

    def mro(self, cls: Class) -> tuple[Class | External, ...]:
        """Return the classes that a class takes its attributes from, in order.

        An unknown one is an external class without a name.
        """
        question = ("mro", cls.node)
        return self.facts.memo.ask(question, lambda: self._mro(cls), (cls, External("")))

    def _mro(self, cls: Class) -> tuple[Class | External, ...]:
        around = self.facts.scope_of(cls).annotation_scope
        bases: list[Class | External] = []
        for each in cls.node.bases:
            base = each.value if isinstance(each, ast.Subscript) else each
            meaning = self.facts.names.resolve(base, around)
            bases.append(meaning if isinstance(meaning, (Class, External)) else External(""))
        orders: list[list[Class | External]] = [
            [*self.mro(each)] if isinstance(each, Class) else [each] for each in bases
        ]
        merged = merge([*orders, bases])
        is_order = merged is not None and cls not in merged
        return (cls, *(merged or ())) if is_order else (cls, External(""))

    def attribute(self, cls: Class, name: str) -> Function | Class | External | Value | None:
        """Return the attribute of that name of a class, None where it is not certain."""
        for base in self.mro(cls):
            if not isinstance(base, Class):
                if base.name in apis.PLAIN_BASES:
                    continue
                return External(f"{base.name}.{name}") if base.name else None
            own = self.facts.scope_of(base)
            if own.bindings.get(name):
                found = self.facts.names.bound(name, own)
                return None if isinstance(found, Module) else found
        return None

    def method(self, instance: Instance, name: str) -> Function | External | None:
        """Return the method of that name of an instance, None where it is not certain."""
        if isinstance(instance.of, External):
            return External(apis.canonical(f"{instance.of.name}.{name}"))
        found = self.attribute(instance.of, name)
        if isinstance(found, External):
            return found
        if not isinstance(found, Function) or found.owner is None:
            return None
        return found._replace(exact=instance.exact or self.is_final_method(found))

    def is_final_method(self, method: Function) -> bool:
        """Return whether no subclass can override a method."""
        is_final = self.facts.names.are_any(method.node.decorator_list, method.scope, apis.FINAL)
        return is_final or (method.owner is not None and self.is_final(method.owner))

    def has(self, cls: Class, name: str) -> bool | None:
        """Return whether a class has an attribute, None if that is not certain."""
        for base in self.mro(cls):
            if isinstance(base, External):
                if base.name not in apis.PLAIN_BASES:
                    return None
            elif self.facts.scope_of(base).bindings.get(name):
                return True
        return False

    def derives(self, cls: Class | External, names: frozenset[str]) -> bool:
        """Return whether a class is one of these, or has one of them as a base."""
        bases = self.mro(cls) if isinstance(cls, Class) else (cls,)
        return any(self.facts.names.full_name(each) in names for each in bases)

    def inherits(self, cls: Class | External, names: frozenset[str], methods: set[str]) -> bool:
        """Return whether a class is one of these classes, or inherits the methods from one."""
        for base in self.mro(cls) if isinstance(cls, Class) else (cls,):
            name = self.facts.names.full_name(base)
            if name in names:
                return True
            if isinstance(base, Class):
                if not methods.isdisjoint(self.facts.scope_of(base).bindings):
                    return False
            elif name not in apis.PLAIN_BASES:
                return False
        return False


def merge(orders: list[list[Class | External]]) -> list[Class | External] | None:
    """Merge the orders of bases as Python does (`type.mro`), None where it refuses to."""
    merged: list[Class | External] = []
    pending = [order for order in orders if order]
    while pending:
        for order in pending:
            first = order[0]
            if not any(first in other[1:] for other in pending):
                break
        else:
            return None
        merged.append(first)
        pending = [rest for order in pending if (rest := order[1:] if order[0] == first else order)]
    return merged
