"""What mypy knows beyond the source: classes of expressions, files of modules."""

import ast
import functools
import os
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.instances import NONE, UNKNOWN, Instance, Instances
from background_typed_check.facts.meanings import Class, External, Meaning
from background_typed_check.facts.memo import MOMENT
from background_typed_check.facts.modules import STUBS, location_of
from background_typed_check.facts.source import Source
from mypy.nodes import (
    AwaitExpr,
    CallExpr,
    ConditionalExpr,
    Expression,
    IndexExpr,
    MemberExpr,
    NameExpr,
    TypeInfo,
)
from mypy.types import (
    FunctionLike,
    LiteralType,
    NoneType,
    ProperType,
    TupleType,
    Type,
    TypedDictType,
    TypeType,
    get_proper_type,
)
from mypy.types import Instance as InstanceType

from background_typed_mypy import internals
from background_typed_mypy.calls import alternatives
from background_typed_mypy.columns import Columns
from background_typed_mypy.internals import Checker
from background_typed_mypy.places import name_in, name_of
from background_typed_mypy.wire import Span

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

TYPESHED: Final = os.path.join("mypy", "typeshed", "std")
# mypy's kinds of expressions, by Python's own kinds.
KINDS: Final[dict[type[ast.expr], type[Expression]]] = {
    ast.Attribute: MemberExpr,
    ast.Await: AwaitExpr,
    ast.Call: CallExpr,
    ast.IfExp: ConditionalExpr,
    ast.Name: NameExpr,
    ast.Subscript: IndexExpr,
}


class Types:
    """Answers from the types that mypy inferred in the call that it is checking."""

    def __init__(self, checker: Checker) -> None:
        """Start outside of any call."""
        self.checker = checker
        self.facts: Facts
        """The facts from the source. Whoever makes this object sets them."""
        self.call: Call | None = None
        self.infos: dict[str, TypeInfo] = {}
        """The classes that no file at hand defines, by the names that they are known by."""

    def classes_of(self, expression: ast.expr, source: Source) -> Instances:
        """Return the classes that an expression of the call may be an instance of."""
        # From another call, mypy may know more.
        self.facts.memo.rest_on(MOMENT)
        if self.call is None or self.call.source is not source:
            return UNKNOWN
        node = self.call.expression(expression)
        typ = internals.known_type(self.checker, node) if node is not None else None
        return self.instances(typ, self.facts)

    def instances(self, typ: Type | None, facts: "Facts") -> Instances:
        """Return the classes of the instances that a type stands for, empty if unknown."""
        if typ is None:
            return UNKNOWN
        items = alternatives(get_proper_type(typ))
        found = [self.instance(each, facts) for each in items]
        known = [each for each in found if each is not None]
        return tuple(dict.fromkeys(known)) if len(known) == len(found) else UNKNOWN

    def instance(self, typ: ProperType, facts: "Facts") -> Instance | None:
        """Return the class of the instances of a type, None if unknown."""
        if isinstance(typ, NoneType):
            return NONE
        info, is_class = class_of(typ)
        cls = self.cls(info, facts) if info is not None else None
        if cls is None:
            return None
        exact = isinstance(cls, Class) and facts.classes.is_final(cls)
        shown = internals.shown_type(self.checker, typ).strip('"')
        return Instance(cls, exact=exact, is_class=is_class, shown=shown)

    def cls(self, info: TypeInfo, facts: "Facts") -> Class | External | None:
        """Return a class as its source defines it, None if unknown."""
        file = self.file_of(info.module_name)
        if not file:
            name = apis.canonical(info.fullname)
            if name in apis.ANYTHING:
                return None
            self.infos[name] = info
            return External(name)
        found = member(file, info.fullname.removeprefix(f"{info.module_name}."), facts)
        return found if isinstance(found, (Class, External)) else None

    def file_of(self, module: str) -> str | None:
        """Return the file of a module that mypy has read, "" for one of typeshed.

        Stubs in a package of their own show no bodies: the source is elsewhere.
        """
        tree = self.checker.modules.get(module)
        if tree is None:
            return None
        # A file name from mypy's cache may be in the typeshed of another environment.
        if tree.is_typeshed_file(self.checker.options) or TYPESHED in tree.path:
            return ""
        return None if f"{STUBS}{os.sep}" in tree.path else tree.path

    def may_be_called(self, name: str) -> bool:
        """Return whether mypy's class of that name, if there is one, may have a `__call__`."""
        info = self.infos.get(name)
        if name in apis.NOT_CALLABLE or info is None:
            return name not in apis.NOT_CALLABLE
        return info.get("__call__") is not None or info.fallback_to_any


def member(file: str, path: str, facts: "Facts") -> Meaning | None:
    """Return what a module defines under a dotted path, None if that is not certain."""
    first, *rest = path.split(".")
    found = facts.imports.member(location_of(os.path.abspath(file)), first)
    for name in rest:
        found = facts.classes.attribute(found, name) if isinstance(found, Class) else None
    return found


def class_of(typ: ProperType) -> tuple[TypeInfo | None, bool]:
    """Return the class of a type, if it has one, and whether the type is the class itself."""
    if isinstance(typ, TypeType):
        return class_of(typ.item)[0], True
    if isinstance(typ, FunctionLike):
        return (typ.type_object(), True) if typ.is_type_obj() else (None, False)
    if isinstance(typ, (LiteralType, TypedDictType)):
        typ = typ.fallback
    elif isinstance(typ, TupleType):
        typ = typ.partial_fallback
    return (typ.type, False) if isinstance(typ, InstanceType) else (None, False)


class Call:
    """A call that mypy is checking, paired with the same call as Python's own parser reads it."""

    def __init__(self, node: CallExpr, source: Source, columns: Columns) -> None:
        """Take the call, the file that it stands in, and how mypy counts columns."""
        self.node = node
        self.source = source
        self.columns = columns

    @functools.cached_property
    def expressions(self) -> dict[Span, list[Expression]]:
        """All parts of the call, by where they stand."""
        found: dict[Span, list[Expression]] = defaultdict(list)
        for each in internals.subexpressions(self.node):
            found[internals.span_of(each)].append(each)
        return found

    def expression(self, node: ast.expr) -> Expression | None:
        """Return the expression in mypy's tree for a part of the call, if that is certain."""
        kind = KINDS.get(type(node))
        if kind is None:
            return None
        same = [
            each
            for each in self.expressions.get(self.columns.span_of(node, self.source), ())
            if isinstance(each, kind) and name_in(each) == name_of(node)
        ]
        return same[0] if len(same) == 1 else None
