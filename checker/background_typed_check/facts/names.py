"""What a name or a dotted name certainly refers to, in this file or another."""

import ast
import builtins
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.meanings import (
    Class,
    External,
    Function,
    Meaning,
    Module,
    Value,
)
from background_typed_check.facts.modules import location_of
from background_typed_check.facts.scopes import (
    FUNCTIONS,
    Assigned,
    Binding,
    Declared,
    FunctionNode,
    Import,
    Scope,
)
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

BUILTINS: Final = frozenset(dir(builtins))
EXPORTS: Final = "__all__"


class Names:
    """Resolves names."""

    def __init__(self, facts: "Facts") -> None:
        """Take what else there is to ask."""
        self.facts = facts

    def resolve(self, expression: ast.expr, scope: Scope) -> Meaning | None:
        """Return what an expression is: what a reference leads to, or else the expression."""
        self.facts.memo.rest_on(scope.source)
        while isinstance(expression, ast.NamedExpr):
            expression = expression.value
        if isinstance(expression, ast.Name):
            return self.look_up(expression.id, scope)
        if isinstance(expression, ast.Attribute):
            attribute, question = expression, ("attribute", expression)
            return self.facts.memo.ask(question, lambda: self.attribute(attribute, scope), None)
        return Value(expression, scope)

    def look_up(self, name: str, scope: Scope) -> Meaning | None:
        """Return what a name that is used in a scope refers to."""
        owner = scope.owner(name)
        if owner is not None:
            return self.bound(name, owner)
        if any(name in each.declared for each in scope.around()):
            return None  # `nonlocal` of a name that nobody binds
        module = scope.module
        if module.stars:
            return self.starred(name, module)
        return External(f"builtins.{name}") if name in BUILTINS else None

    def bound(self, name: str, owner: Scope) -> Meaning | None:
        """Return what a name of a scope is bound to, if that is one thing only."""
        return self.facts.memo.ask(("bound", name, owner), lambda: self._bound(name, owner), None)

    def _bound(self, name: str, owner: Scope) -> Meaning | None:
        self.facts.memo.rest_on(owner.source)
        bindings = self.bindings(name, owner)
        if len(bindings) == 1:
            return self.meaning(bindings[0], owner)
        if bindings and all(isinstance(each, Import) for each in bindings):
            meanings = {self.meaning(each, owner) for each in bindings}
            return meanings.pop() if len(meanings) == 1 else None
        return None

    def bindings(self, name: str, owner: Scope) -> Sequence[Binding]:
        """Return what binds a name of a scope; overloads and parts of a property are one."""
        bindings = [each for each in owner.bindings.get(name, ()) if not isinstance(each, Declared)]
        if len(bindings) > 1 and all(isinstance(each, FUNCTIONS) for each in bindings):
            functions = [each for each in bindings if isinstance(each, FUNCTIONS)]
            *others, last = functions
            if all(self.is_overload(each, owner) for each in others):
                return [last]
            first, *parts = functions
            if all(is_property_part(each) for each in parts):
                return [first]
        if any(self.may_replace(star, name, owner) for star in owner.stars if bindings):
            return []
        return bindings

    def meaning(self, binding: Binding, owner: Scope) -> Meaning | None:
        """Return what a binding makes of its name."""
        if isinstance(binding, FUNCTIONS):
            return Function(binding, owner)
        if isinstance(binding, ast.ClassDef):
            return Class(binding, owner)
        if isinstance(binding, Assigned):
            return self.resolve(binding.value, binding.scope)
        if isinstance(binding, Import):
            return self.imported(binding, owner.source)
        return None

    def is_overload(self, function: FunctionNode, scope: Scope) -> bool:
        """Return whether a definition only declares one of several signatures."""
        return any(
            isinstance(meaning, External) and meaning.name in apis.OVERLOADS
            for meaning in (self.resolve(each, scope) for each in function.decorator_list)
        )

    def imported(self, binding: Import, importer: Source) -> Meaning | None:
        """Return what an import brings."""
        location = self.locate(binding, importer)
        outside = external(".".join(filter(None, (binding.module, binding.name))))
        if location is None:
            return outside if not binding.level else None
        if binding.name is None:
            return Module(location)
        if location == location_of(os.path.abspath(importer.path)):
            return self.submodule(location, binding.name)  # `from . import name` in `__init__.py`
        found = self.member(location, binding.name)
        if found is None and outside.name.partition(".")[0] in apis.LIBRARIES:
            # A folder of tests may be called as a library is.
            return outside if not self.defines(location, binding.name) else None
        return found

    def locate(self, binding: Import, importer: Source) -> str | None:
        """Return the module that an import names, None for one that needs no file or has none."""
        modules = self.facts.modules
        if binding.level:
            return modules.relative(binding.level, binding.module, importer)
        return modules.absolute(binding.module or "", importer)

    def defines(self, location: str, name: str) -> bool:
        """Return whether a module has a name at all."""
        source = self.facts.modules.file(location)
        return source is not None and name in self.facts.scopes(source).module.bindings

    def imported_files(self, source: Source) -> Iterator[Source]:
        """Yield the files of the tree that a file imports, in whatever scope."""
        for scope in self.facts.scopes(source).of.values():
            bindings = [each for bound in scope.bindings.values() for each in bound]
            imports = [each for each in bindings if isinstance(each, Import)]
            for each in (*imports, *scope.stars):
                location = self.locate(each, source)
                if location is None or self.facts.modules.installed_name(location) is not None:
                    continue
                inside = os.path.join(location, each.name or "")
                found = (self.facts.modules.file(one) for one in (location, inside))
                yield from filter(None, found)

    def member(self, location: str, name: str) -> Meaning | None:
        """Return what a module has under a name, or else its submodule of that name."""
        return self.facts.memo.ask(
            ("member", location, name), lambda: self._member(location, name), None
        )

    def _member(self, location: str, name: str) -> Meaning | None:
        module_name = self.facts.modules.installed_name(location)
        if module_name is not None and f"{module_name}.{name}" in apis.KNOWN:
            return external(f"{module_name}.{name}")
        source = self.facts.modules.file(location)
        if source is not None:
            self.facts.memo.rest_on(source)
            module = self.facts.scopes(source).module
            if name in module.bindings:
                return self.bound(name, module)
            if module.stars:
                found = self.starred(name, module)
                if found is not None:
                    return found
        return self.submodule(location, name)

    def submodule(self, location: str, name: str) -> Module | None:
        """Return what lies in a package under a name."""
        inside = os.path.join(location, name)
        return Module(inside) if self.facts.modules.exists(inside) else None

    def starred(self, name: str, module: Scope) -> Meaning | None:
        """Return what a name means that `from ... import *` may have brought."""
        return self.facts.memo.ask(
            ("starred", name, module), lambda: self._starred(name, module), None
        )

    def _starred(self, name: str, module: Scope) -> Meaning | None:
        for star in reversed(module.stars):
            if self.may_bring(star, name, module.source):
                location = self.locate(star, module.source)
                return self.member(location, name) if location is not None else None
        return External(f"builtins.{name}") if name in BUILTINS else None

    def may_replace(self, star: Import, name: str, owner: Scope) -> bool:
        """Return whether `from ... import *` may give a name that is bound another meaning."""
        binding = owner.bindings[name][-1]
        if star.line < line_of(binding) or not self.may_bring(star, name, owner.source):
            return False
        location = self.locate(star, owner.source)
        brought = self.member(location, name) if location is not None else None
        return brought is None or brought != self.meaning(binding, owner)

    def may_bring(self, star: Import, name: str, importer: Source) -> bool:
        """Return whether `from ... import *` brings a name, or cannot be told not to."""
        location = self.locate(star, importer)
        source = self.facts.modules.file(location) if location is not None else None
        if source is None:
            return True
        self.facts.memo.rest_on(source)
        exported = self.exports(source)
        return exported is None or name in exported

    def exports(self, source: Source) -> set[str] | None:
        """Return the names that `import *` takes from a file, None where that is not certain."""
        return self.facts.memo.ask(("exports", source), lambda: self._exports(source), None)

    def _exports(self, source: Source) -> set[str] | None:
        scopes = self.facts.scopes(source)
        bindings = scopes.module.bindings
        if EXPORTS in bindings:
            uses = [each for each in scopes.around if getattr(each, "id", "") == EXPORTS]
            only = bindings[EXPORTS][0] if len(bindings[EXPORTS]) == len(uses) == 1 else None
            value = only.value if isinstance(only, Assigned) else None
            if not isinstance(value, (ast.List, ast.Tuple)):
                return None
            listed = [each.value if isinstance(each, ast.Constant) else None for each in value.elts]
            names = {each for each in listed if isinstance(each, str)}
            return None if None in listed else names
        names = {name for name in bindings if not name.startswith("_")}
        for star in scopes.module.stars:
            location = self.locate(star, source)
            inner = self.facts.modules.file(location) if location is not None else None
            brought = self.exports(inner) if inner is not None else None
            if brought is None:
                return None
            names |= brought
        return names

    def may_lead_to(self, expression: ast.expr, scope: Scope, word: str) -> bool:
        """Return whether what is called may come from a file that has a word, or from its import.

        Most calls do not, and to resolve each of them would read half of the tree.
        """
        if isinstance(expression, ast.Attribute):
            return expression.attr == word or (
                isinstance(expression.value, ast.Name)
                and self.may_lead_to(expression.value, scope, word)
            )
        owner = scope.owner(expression.id) if isinstance(expression, ast.Name) else None
        if not isinstance(expression, ast.Name) or owner is None:
            return False
        for binding in owner.bindings[expression.id]:
            if not isinstance(binding, Import):
                return isinstance(binding, (Assigned, ast.ClassDef))
            location = self.locate(binding, owner.source)
            source = self.facts.modules.file(location) if location is not None else None
            if binding.name == word or (source is not None and word.encode() in source.data):
                return True
        return False

    def attribute(self, expression: ast.Attribute, scope: Scope) -> Meaning | None:
        """Return what an attribute refers to: of a module, of a class, of an instance."""
        owner = self.resolve(expression.value, scope)
        name = expression.attr
        if isinstance(owner, Module):
            if self.replaces(name, scope.source):
                return None
            return self.member(owner.location, name)
        if isinstance(owner, External):
            return external(f"{owner.name}.{name}")
        if isinstance(owner, Class):
            found = self.facts.classes.attribute(owner, name)
            return found if isinstance(found, (Class, External, Function)) else None
        return Value(expression, scope)

    def replaces(self, name: str, source: Source) -> bool:
        """Return whether a file may give a module something else under a name: `lib.f = g`."""
        scopes = self.facts.scopes(source)
        for target in source.stores.get(name, ()):
            owner = target.value
            if not isinstance(owner, ast.Name):
                return True
            if isinstance(self.resolve(owner, scopes.around[owner]), (Module, External)):
                return True
        return False


def external(name: str) -> External:
    """Return what is known by its name alone."""
    return External(apis.canonical(name))


def line_of(binding: Binding) -> int:
    """Return the line that binds a name."""
    if isinstance(binding, Import):
        return binding.line
    node = binding.statement if isinstance(binding, Assigned) else binding
    return getattr(node, "lineno", 0)


def is_property_part(function: FunctionNode) -> bool:
    """Return whether a definition is the setter or deleter of a property."""
    return any(
        isinstance(each, ast.Attribute) and each.attr in apis.PROPERTY_PARTS
        for each in function.decorator_list
    )
