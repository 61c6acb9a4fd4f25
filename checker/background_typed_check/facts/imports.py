"""What imports bring from other modules, and what a name of a module stands for."""

import ast
import builtins
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.meanings import External, Meaning, Module
from background_typed_check.facts.modules import location_of
from background_typed_check.facts.scopes import Assigned, Binding, Import, Scope, first_of
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

BUILTINS: Final = frozenset(dir(builtins))
EXPORTS: Final = "__all__"


class Imports:
    """Follows imports."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts
        self.files: dict[tuple[Import, Source], Source | None] = {}
        """The files of the modules that imports name, each by its importer."""

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
            # A folder of tests may have the name of a library.
            return outside if not self.defines(location, binding.name) else None
        return found

    def locate(self, binding: Import, importer: Source) -> str | None:
        """Return the module that an import names, None if it needs no file or has none."""
        modules = self.facts.modules
        if binding.level:
            return modules.relative(binding.level, binding.module, importer)
        return modules.absolute(binding.module or "", importer)

    def file_of(self, binding: Import, importer: Source) -> Source | None:
        """Return the file of the module that an import names."""
        named = binding, importer
        if named not in self.files:
            location = self.locate(binding, importer)
            found = self.facts.modules.file(location) if location is not None else None
            self.files[named] = found
        return self.files[named]

    def defines(self, location: str, name: str) -> bool:
        """Return whether a module defines a name at all."""
        source = self.facts.modules.file(location)
        return source is not None and name in self.facts.scopes(source).module.bindings

    def imported_files(self, source: Source) -> Iterator[Source]:
        """Yield the files of the tree that a file imports, in any scope."""
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

    def begins_with_import(self, expression: ast.expr, scope: Scope) -> bool:
        """Return whether a dotted name begins with a name that is imported."""
        first = first_of(expression)
        owner = scope.owner(first.id) if isinstance(first, ast.Name) else None
        if not isinstance(first, ast.Name) or owner is None:
            return False
        return any(isinstance(each, Import) for each in owner.bindings[first.id])

    def member(self, location: str, name: str) -> Meaning | None:
        """Return what a name of a module stands for, or else its submodule of that name."""
        return self.facts.memo.ask(
            ("member", location, name), lambda: self._member(location, name), None
        )

    def _member(self, location: str, name: str) -> Meaning | None:
        modules = self.facts.modules
        module_name = modules.installed_name(location)
        full_name = f"{module_name}.{name}"
        if module_name is not None and (
            not modules.are_libraries_read or full_name in self.facts.blockers.known
        ):
            return external(full_name)
        source = modules.file(location)
        if source is not None:
            self.facts.memo.rest_on(source)
            module = self.facts.scopes(source).module
            if name in module.bindings:
                return self.facts.names.bound(name, module)
            if module.stars:
                found = self.starred(name, module)
                if found is not None:
                    return found
        return self.submodule(location, name)

    def submodule(self, location: str, name: str) -> Module | None:
        """Return the module of that name in a package."""
        inside = os.path.join(location, name)
        return Module(inside) if self.facts.modules.exists(inside) else None

    def starred(self, name: str, module: Scope) -> Meaning | None:
        """Return what a name stands for that `from ... import *` may have brought."""
        return self.facts.memo.ask(
            ("starred", name, module), lambda: self._starred(name, module), None
        )

    def _starred(self, name: str, module: Scope) -> Meaning | None:
        for star in reversed(module.stars):
            if self.may_bring(star, name, module.source):
                return self.brought(star, name, module.source)
        return External(f"builtins.{name}") if name in BUILTINS else None

    def brought(self, star: Import, name: str, importer: Source) -> Meaning | None:
        """Return what `from ... import *` brings for a name."""
        location = self.locate(star, importer)
        return self.member(location, name) if location is not None else None

    def may_replace(self, name: str, owner: Scope) -> bool:
        """Return whether any `from ... import *` may rebind a name that is already bound."""
        return any(self.replaces(star, name, owner) for star in owner.stars)

    def replaces(self, star: Import, name: str, owner: Scope) -> bool:
        """Return whether this `from ... import *` may do so."""
        binding = owner.bindings[name][-1]
        if star.line < line_of(binding) or not self.may_bring(star, name, owner.source):
            return False
        brought = self.brought(star, name, owner.source)
        return brought is None or brought != self.facts.names.meaning(binding, owner)

    def may_bring(self, star: Import, name: str, importer: Source) -> bool:
        """Return whether `from ... import *` brings a name, or may bring it."""
        source = self.file_of(star, importer)
        exported = self.exports(source) if source is not None else None
        return exported is None or name in exported

    def exports(self, source: Source) -> set[str] | None:
        """Return the names that `import *` takes from a file, None where that is not certain."""
        self.facts.memo.rest_on(source)
        return self.facts.memo.ask(("exports", source), lambda: self._exports(source), None)

    def _exports(self, source: Source) -> set[str] | None:
        scopes = self.facts.scopes(source)
        if EXPORTS in scopes.module.bindings:
            return listed(scopes)
        names = {name for name in scopes.module.bindings if not name.startswith("_")}
        for star in scopes.module.stars:
            inner = self.file_of(star, source)
            brought = self.exports(inner) if inner is not None else None
            if brought is None:
                return None
            names |= brought
        return names

    def may_lead_to(self, expression: ast.expr, scope: Scope, word: str) -> bool:
        """Return whether a callee may come from a file that contains a word, or from its import.

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
            source = self.file_of(binding, owner.source)
            if binding.name == word or (source is not None and word.encode() in source.data):
                return True
        return False


def listed(scopes: Scopes) -> set[str] | None:
    """Return the names in the `__all__` of a file, None if they are not all written out."""
    bindings = scopes.module.bindings[EXPORTS]
    uses = [each for each in scopes.around if isinstance(each, ast.Name) and each.id == EXPORTS]
    only = bindings[0] if len(bindings) == len(uses) == 1 else None
    value = only.value if isinstance(only, Assigned) else None
    if not isinstance(value, (ast.List, ast.Tuple)):
        return None
    names = [each.value if isinstance(each, ast.Constant) else None for each in value.elts]
    texts = {each for each in names if isinstance(each, str)}
    return None if None in names else texts


def external(name: str) -> External:
    """Return a thing that is known by its name alone."""
    return External(apis.canonical(name))


def line_of(binding: Binding) -> int:
    """Return the line that binds a name."""
    if isinstance(binding, Import):
        return binding.line
    node = binding.statement if isinstance(binding, Assigned) else binding
    return getattr(node, "lineno", 0)
