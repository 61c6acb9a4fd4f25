"""What a rule may ask of the source: names, classes, functions, tasks.

The answer to anything that is not certain is "unknown". Nothing is imported or run.
"""

import ast
import os
from collections.abc import Sequence
from typing import Final, TypeGuard

from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.classes import Classes, annotation_scope
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.functions import Functions
from background_typed_check.facts.knowledge import Knowledge, NoKnowledge
from background_typed_check.facts.meanings import Class, External, Function
from background_typed_check.facts.memo import Memo
from background_typed_check.facts.modules import Modules
from background_typed_check.facts.names import Names
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source, parse_expression

NO_KNOWLEDGE: Final = NoKnowledge()


class Facts:
    """The facts of a tree of files."""

    def __init__(
        self,
        disk: Disk,
        files: Sequence[str],
        packages: Sequence[str] = (),
        knowledge: Knowledge = NO_KNOWLEDGE,
    ) -> None:
        """Take the files of the tree, and where the application's packages are.

        Args:
            disk: What reads files.
            files: The paths of all Python files of the tree.
            packages: The folders that the environment has its packages in, in Python's order.
            knowledge: Who answers what the source does not say.

        """
        self.disk = disk
        self.knowledge = knowledge
        self.tree: Source | None = None
        """What stands for all files of the tree among what an answer rests on."""
        self.memo = Memo()
        self.modules = Modules(disk, files, packages, knowledge.file_of)
        self.names = Names(self)
        self.classes = Classes(self)
        self.functions = Functions(self)
        self.scopes_of: dict[Source, Scopes] = {}
        self.parsed: dict[ast.Constant, ast.expr | None] = {}

    def scopes(self, source: Source) -> Scopes:
        """Return the scopes of a file."""
        found = self.scopes_of.get(source)
        if found is None:
            found = self.scopes_of[source] = Scopes(source)
        return found

    def scope_of(self, function: Function) -> Scope:
        """Return the scope of what a function binds."""
        self.memo.rest_on(function.scope.source)
        return self.scopes(function.scope.source).of[function.node]

    def annotation_scope(self, function: Function) -> Scope:
        """Return where the annotations of a function are evaluated."""
        return annotation_scope(self.scope_of(function))

    def is_any(self, expression: ast.expr, scope: Scope, names: frozenset[str]) -> bool:
        """Return whether an expression is one of the things of these names."""
        meaning = self.names.resolve(expression, scope)
        if not isinstance(meaning, (Class, External)):
            return False
        return self.full_name(meaning) in names

    def is_call_of(
        self, expression: ast.AST | None, scope: Scope, names: frozenset[str]
    ) -> TypeGuard[ast.Call]:
        """Return whether an expression is a call of one of the things of these names."""
        return isinstance(expression, ast.Call) and self.is_any(expression.func, scope, names)

    def full_name(self, cls: Class | External) -> str:
        """Return the name of a class with that of its module, as its package would import it."""
        if isinstance(cls, External):
            return cls.name
        if cls.scope.parent is not None:
            return ""  # inside a function or class: nothing that is known by its name
        location = os.path.splitext(os.path.abspath(cls.scope.source.path))[0]
        names = [cls.node.name, os.path.basename(location)]
        folder = os.path.dirname(location)
        while self.modules.is_package(folder):
            names.append(os.path.basename(folder))
            folder = os.path.dirname(folder)
        return ".".join(reversed(names)).replace(".__init__.", ".")

    def parse_annotation(self, annotation: ast.Constant) -> ast.expr | None:
        """Return the expression that an annotation in quotes stands for."""
        if annotation not in self.parsed:
            self.parsed[annotation] = parse_expression(annotation.value)
        return self.parsed[annotation]
