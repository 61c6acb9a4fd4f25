"""Which exceptions leave code by what it says, and which `except` catches them."""

import ast
import builtins
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from background_typed_check.facts.around import body_around
from background_typed_check.facts.bodies import called_at_once
from background_typed_check.facts.classes import NEW
from background_typed_check.facts.conditions import NOTHING
from background_typed_check.facts.failing import failure_of
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.passed import known_inside
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

EVERY: Final = External("builtins.BaseException")


class Raised(NamedTuple):
    """An exception that is raised."""

    of: Class | External
    exact: bool = True
    """Whether it is of this class and not of a subclass."""


Exceptions: TypeAlias = tuple[Raised, ...]
ASSERTION: Final = Raised(External("builtins.AssertionError"))
EXIT: Final = Raised(External("builtins.SystemExit"))


class Raising:
    """Tells what is raised, and what catches it."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def raised_by(self, statement: ast.stmt, source: Source) -> Exceptions | None:
        """Return what a statement raises that does not return, one of these, None if unknown."""
        question, unknown = ("raised", statement), None
        return self.facts.memo.ask(question, lambda: self._raised_by(statement, source), unknown)

    def _raised_by(self, statement: ast.stmt, source: Source) -> Exceptions | None:
        scope = self.facts.scopes(source).of[body_around(statement, source)]
        match statement:
            case ast.Assert():
                return (ASSERTION,)
            case ast.Raise(exc=ast.expr() as raised):
                return self.of_value(raised, scope)
        value = getattr(statement, "value", None)
        call = called_at_once(value) if value is not None else None
        return self.of_call(call, scope) if isinstance(call, ast.Call) else None

    def of_value(self, raised: ast.expr, scope: Scope) -> Exceptions | None:
        """Return what `raise` raises that is given this, None if unknown."""
        meaning = self.facts.names.resolve(raised, scope)
        if isinstance(meaning, (Class, External)):
            return self.of_class(meaning)
        if isinstance(meaning, Value) and isinstance(meaning.node, ast.Call):
            made = self.facts.names.resolve(meaning.node.func, meaning.scope)
            if isinstance(made, (Class, External)):
                return self.of_class(made, meaning.node)
        found = self.facts.expressions.classes_of(raised, scope)
        is_certain = bool(found) and not any(each.is_class for each in found)
        return tuple(Raised(each.of, exact=False) for each in found) if is_certain else None

    def of_class(self, cls: Class | External, call: ast.Call | None = None) -> Exceptions:
        """Return the exception that a class makes."""
        bases = self.facts.classes.mro(cls) if isinstance(cls, Class) else (cls,)
        is_changed = is_os_error(cls) and call is not None and len(call.args) > 1
        return (Raised(cls, exact=not is_changed and all(map(self.makes_its_own, bases))),)

    def makes_its_own(self, cls: Class | External) -> bool:
        """Return whether calling a class makes an instance of that very class."""
        if isinstance(cls, External):
            return class_named(cls.name) is not None
        is_changed = bool(cls.node.decorator_list or cls.node.keywords)
        return not is_changed and NEW not in self.facts.scope_of(cls).bindings

    def of_call(self, call: ast.Call, scope: Scope) -> Exceptions | None:
        """Return what a call raises that never returns, None if unknown."""
        failure = failure_of(call, scope, self.facts)
        if failure is not None:
            return (Raised(failure),)
        found: Exceptions = ()
        for each in self.facts.functions.called(call.func, scope):
            raised = (EXIT,) if isinstance(each, External) else self.of_function(each, call, scope)
            if raised is None:
                return None
            found += raised
        return found or None

    def of_function(self, function: Function, call: ast.Call, scope: Scope) -> Exceptions | None:
        """Return what a function raises that never returns, None if unknown."""
        found: Exceptions = ()
        with self.facts.flow.assuming(NOTHING):  # it is the same in each world
            known = known_inside(call, function, scope, self.facts)
        ends = self.facts.leaving.ends_of(function, known)
        if ends.goes_on:
            return None  # it is only declared never to return
        for each in ends.exits:
            raised = self.raised_by(each.statement, function.scope.source)
            if raised is None:
                return None
            found += raised
        return found or None

    def catches(self, caught: ast.expr | None, raised: Raised, scope: Scope) -> bool | None:
        """Return whether an `except` of these classes catches an exception, None if unknown."""
        if caught is None:
            return True
        if isinstance(caught, ast.Tuple):
            found = {self.catches(each, raised, scope) for each in caught.elts}
            return True if True in found else None if None in found else False
        meaning = self.facts.names.resolve(caught, scope)
        if isinstance(meaning, Value) and isinstance(meaning.node, ast.Tuple):
            return self.catches(meaning.node, raised, meaning.scope)
        own = class_named(meaning.name) if isinstance(meaning, External) else None
        if own is not None:
            meaning = named(own)
        elif not isinstance(meaning, Class) or meaning.node.decorator_list:
            return None
        bases = self.bases_of(raised.of)
        if meaning in bases:
            return True
        return False if raised.exact and EVERY in bases else None

    def bases_of(self, cls: Class | External) -> set[Class | External]:
        """Return the classes that an exception is an instance of: all, if `EVERY` is among them."""
        orders = self.facts.classes.mro(cls) if isinstance(cls, Class) else (cls,)
        found: set[Class | External] = set()
        for each in orders:
            own = class_named(each.name) if isinstance(each, External) else None
            found |= {each} if own is None else set(map(named, own.__mro__))
        is_whole = all(isinstance(each, Class) or class_named(each.name) for each in orders)
        return found if is_whole else found - {EVERY}


def is_os_error(cls: Class | External) -> bool:
    """Return whether a class makes objects of other classes by their numbers."""
    return isinstance(cls, External) and class_named(cls.name) is OSError


def class_named(name: str) -> type[BaseException] | None:
    """Return Python's own exception of that name, None if there is none."""
    module, _, last = name.rpartition(".")
    found = getattr(builtins, last, None) if module == "builtins" else None
    is_exception = isinstance(found, type) and issubclass(found, BaseException)
    return found if is_exception else None


def named(cls: type) -> External:
    """Return one of Python's own classes by its name, of which it may have several."""
    return External(f"builtins.{cls.__name__}")
