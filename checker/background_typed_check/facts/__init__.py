"""What a rule may ask about the source: names, classes, functions, tasks.

The answer is "unknown" wherever it is not certain. Nothing is imported or run.
"""

import functools
import sys
from collections.abc import Sequence
from typing import Final

from background_typed_check.facts.annotations import Annotations
from background_typed_check.facts.attributes import Attributes
from background_typed_check.facts.binder import Scopes
from background_typed_check.facts.blockers import TABLE, Blockers
from background_typed_check.facts.catching import Catching
from background_typed_check.facts.classes import Classes
from background_typed_check.facts.decorators import Decorators
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.exceptions import Raising
from background_typed_check.facts.expressions import Expressions
from background_typed_check.facts.flow import Flow
from background_typed_check.facts.functions import Functions
from background_typed_check.facts.imports import Imports
from background_typed_check.facts.knowledge import Knowledge, NoKnowledge
from background_typed_check.facts.lazy import LazyFunctions
from background_typed_check.facts.leaving import Leaving
from background_typed_check.facts.meanings import Class, Function
from background_typed_check.facts.memo import Memo
from background_typed_check.facts.modules import Modules
from background_typed_check.facts.names import Names
from background_typed_check.facts.quiet import Quiet
from background_typed_check.facts.quiet_calls import QuietCalls
from background_typed_check.facts.reaching import Reaching
from background_typed_check.facts.results import Results
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import Source
from background_typed_check.facts.values import Values

NO_KNOWLEDGE: Final = NoKnowledge()


class Facts:
    """The facts of a tree of files."""

    def __init__(
        self,
        disk: Disk,
        files: Sequence[str],
        packages: Sequence[str] = (),
        knowledge: Knowledge = NO_KNOWLEDGE,
        python: tuple[int, int] = sys.version_info[:2],
    ) -> None:
        """Take the files of the tree, and where the application's packages are.

        Args:
            disk: What reads files.
            files: The paths of all Python files of the tree.
            packages: The folders with the packages of the environment, in Python's order.
            knowledge: What answers where the source does not.
            python: The version of Python that runs the application.

        """
        self.disk = disk
        self.knowledge = knowledge
        self.python = python
        self.blockers: Blockers = TABLE
        self.tree: Source | None = None
        """Stands for the files of the tree that may give dependencies to handlers."""
        self.all_files: Source | None = None
        """Stands for all files of the tree, where an answer depends on them."""
        self.memo = Memo()
        self.modules = Modules(disk, files, packages, knowledge.file_of)
        self.names = Names(self)
        self.imports = Imports(self)
        self.expressions = Expressions(self)
        self.attributes = Attributes(self)
        self.results = Results(self)
        self.annotations = Annotations(self)
        self.classes = Classes(self)
        self.functions = Functions(self)
        self.decorators = Decorators(self)
        self.lazy = LazyFunctions(self)
        self.flow = Flow(self)
        self.reaching = Reaching(self)
        self.leaving = Leaving(self)
        self.values = Values(self)
        self.raising = Raising(self)
        self.quiet = Quiet(self)
        self.quiet_calls = QuietCalls(self)
        self.catching = Catching(self)

    @functools.cached_property
    def without_libraries(self) -> "Facts":
        """The same facts where no file of a library is read: what it defines is known by name.

        That is a fraction of the work, and enough to follow the functions of the application.
        """
        found = Facts(self.disk, self.modules.files, (), self.knowledge, self.python)
        found.blockers, found.tree, found.all_files = self.blockers, self.tree, self.all_files
        found.modules, found.memo = self.modules.without_libraries(), self.memo.within()
        found.without_libraries = found
        return found

    def scopes(self, source: Source) -> Scopes:
        """Return the scopes of a file."""
        if source.scopes is None:
            source.scopes = Scopes(source)
        return source.scopes

    def scope_of(self, definition: Function | Class) -> Scope:
        """Return the scope that a function or class opens."""
        self.memo.rest_on(definition.scope.source)
        return self.scopes(definition.scope.source).of[definition.node]

    def files_mentioning(self, *words: bytes) -> list[Source]:
        """Return the files of the tree that mention one of some words.

        What is asked now depends on all files then: an edit of any may add the word.
        """
        if self.all_files is not None:
            self.memo.rest_on(self.all_files)
        return self.modules.mentioning(*words)

    def end(self) -> None:
        """Forget all, so that it is freed at once: the parts know the whole, some themselves."""
        for each in {self, vars(self).get("without_libraries", self)}:
            vars(each.modules).clear()
            vars(each).clear()
