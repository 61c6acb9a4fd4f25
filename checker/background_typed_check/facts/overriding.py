"""Whether the application has a subclass, or one with its own method in place of another one."""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.meanings import Class, External, Function
from background_typed_check.facts.source import Source

# A class that may have bases.
DERIVED: Final = re.compile(rb"\bclass\s+[^\s:(\[\\]+\s*[(\[\\]")


def may_be_overridden(method: Function, facts: Facts) -> bool:
    """Return whether a class of the tree may be a subclass with its own method of that name."""
    name, owner = method.node.name, method.owner
    # The literal text first: a search for it is many times as fast.
    bindings = [
        re.compile(each.encode()) for each in (rf"def {name}(?!\w)", rf"{name} =(?<!\w{name} =)")
    ]
    orders = [
        facts.classes.mro(Class(node, scope.parent))
        for source in facts.files_mentioning(f"def {name}".encode(), f"{name} =".encode())
        if source.findall(DERIVED)
        and any(each.search(source.data) is not None for each in bindings)
        for node, scope in facts.scopes(source).of.items()
        if isinstance(node, ast.ClassDef) and scope.parent is not None and name in scope.bindings
    ]
    return any(owner in others or External("") in others for _, *others in orders)


def is_derived_from(cls: Class, facts: Facts) -> bool:
    """Return whether a class of the tree may be a subclass of another."""
    return any(
        cls in others
        for source in facts.files_mentioning(cls.node.name.encode())
        if source.findall(DERIVED)
        for others in bases_in(source, facts)
    )


def bases_in(source: Source, facts: Facts) -> Iterator[Sequence[Class | External]]:
    """Yield for each class of a file the classes that it derives from."""
    for node, scope in facts.scopes(source).of.items():
        if isinstance(node, ast.ClassDef) and scope.parent is not None:
            yield facts.classes.mro(Class(node, scope.parent))[1:]
