"""The facts of the source for one run of mypy: read once, and again after files may change."""

import ast
import os
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, TypeAlias

from background_typed_check.apis import TELLTALES, Adder
from background_typed_check.facts import Facts, garbage
from background_typed_check.facts.blockers import Blockers
from background_typed_check.facts.helped import helped_in
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.project import ProjectFiles
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.source import STUB, Source
from background_typed_check.facts.tasks import Task, take_apart, task_of
from background_typed_check.rules import Found, found_by, problems_of
from background_typed_check.rules.rule import Rule
from mypy.nodes import CallExpr, MypyFile, SymbolNode

from background_typed_mypy import internals
from background_typed_mypy.internals import Checker
from background_typed_mypy.knowledge import Call, Types, member
from background_typed_mypy.places import Calls
from background_typed_mypy.same_disk import SameDisk
from background_typed_mypy.tree import AllFiles, Depended, Tree, top_of

if TYPE_CHECKING:
    from background_typed_mypy.columns import Columns

Verdict: TypeAlias = Callable[[Function, Facts], bool]


class Project:
    """What is known about the files below one folder."""

    def __init__(self, top: str, checker: Checker, run: "Run") -> None:
        """Read nothing yet."""
        self.types = Types(checker)
        self.facts: Facts = Facts(
            run.disk,
            ProjectFiles(top, [*own_files(checker)]),
            internals.package_folders(checker),
            self.types,
            checker.options.python_version,
        )
        self.facts.blockers = run.blockers
        self.facts.tree, self.facts.all_files = (
            Tree(top, run.disk.read),
            AllFiles(top, run.disk.read),
        )
        self.depended = Depended(top, run.disk.read)
        self.types.facts = self.facts
        self.shown: dict[tuple[Verdict, str], frozenset[Source] | None] = {}
        """The answers of `sources_showing`."""

    @garbage.spared()
    def sources_showing(
        self, verdict: Verdict, module: str, fullname: str
    ) -> frozenset[Source] | None:
        """Return the files that show that something holds for a function, None if none do."""
        question = verdict, fullname
        if question not in self.shown:
            facts, file = self.facts, self.types.file_of(module)
            facts.memo.begin()
            found = member(file, fullname.removeprefix(f"{module}."), facts) if file else None
            holds = isinstance(found, Function) and verdict(found, facts)
            self.shown[question] = facts.memo.files if holds else None
        return self.shown[question]


class Asked:
    """A task to ask the rules about."""

    def __init__(self, task: Task, project: Project) -> None:
        """Take the task, and the project whose call was found last."""
        self.task = task
        self.facts = project.facts
        self.types = project.types
        self.call = project.types.call
        self.sources = self.facts.memo.files
        """The files that the answers depend on."""

    def found_by(self, rule: Rule) -> list[Found]:
        """Return what one rule finds."""
        return self.collected(found_by(rule, self.task, self.facts))

    def found(self, rules: tuple[Rule, ...]) -> list[Found]:
        """Return what these rules find."""
        return self.collected(problems_of(self.task, self.facts, rules))

    @garbage.spared()
    def collected(self, found: Iterator[Found]) -> list[Found]:
        """Return what is found with what mypy knows so far."""
        self.types.call = self.call  # another call inside this one may have been asked about since
        self.facts.memo.begin()
        result = [*found]
        self.sources |= self.facts.memo.files
        return result


class Run:
    """The facts about the files that mypy checks."""

    def __init__(self, blocking: Collection[str]) -> None:
        """Start with nothing read, and take the functions that the user says block."""
        self.blockers = Blockers(blocking)
        self.moment: object = None
        self.entered: MypyFile | None = None
        """The file that is being checked."""
        self.tree: MypyFile | None = None
        """The same, once it has been read."""
        self.disk = SameDisk(None)
        """What reads the files, of all projects: they may import from each other."""
        self.projects: dict[str, Project] = {}
        """What is known about each project, by its folder."""
        self.project: Project | None = None
        """The project of the checked file."""
        self.calls: Calls | None = None
        """The calls of the checked file, None if mypy read something else than what is on disk."""
        self.columns: Columns | None = None
        """How mypy counts columns, once that was needed."""
        self.modules: dict[str, str] = {}
        """The names of the modules that mypy has read, by their files."""

    @garbage.spared()
    def ask(self, checker: Checker, node: CallExpr, adder: Adder, receivers: int) -> Asked | None:
        """Return the task that a call adds, None if its source is not at hand."""
        project = self.enter(checker)
        found, facts = self.find(checker, node, project), project.facts
        if found is None:
            return None
        call, scope = found
        # Where the receiver is not an argument, mypy has already said what the call is.
        task = task_of(call, scope, facts) if receivers else None
        if task is None:
            firsts = call.args if receivers else [getattr(call.func, "value", None)]
            receiver = firsts[0] if firsts and adder.collection else None
            task = take_apart(Task(scope.source, scope, call, adder, receiver, None), receivers)
        return Asked(task, project)

    @garbage.spared()
    def ask_helped(self, checker: Checker, node: CallExpr) -> "Asked | frozenset[Source]":
        """Return the task that a call adds through something, or else the files that show none."""
        project = self.enter(checker)
        source = project.facts.disk.source(os.path.abspath(checker.tree.path))
        is_telling = source is not None and source.mentions(TELLTALES)
        found = self.find(checker, node, project) if is_telling else None
        if found is None:
            return frozenset()
        task, memo = helped_in(*found, project.facts), project.facts.memo
        return Asked(task, project) if task is not None else memo.files

    def find(
        self, checker: Checker, node: CallExpr, project: Project
    ) -> tuple[ast.Call, Scope] | None:
        """Return a call as its source has it, and have mypy's types at hand for it."""
        self.read(checker, project)
        call = self.calls.find(node) if self.calls is not None else None
        if call is None or self.calls is None:
            return None
        source, types = self.calls.source, project.types
        types.checker, types.call = checker, Call(node, source, self.calls.columns)
        project.facts.memo.begin()
        return call, project.facts.scopes(source).around[call]

    def sources_showing(
        self, verdict: Verdict, checker: Checker, fullname: str
    ) -> frozenset[Source] | None:
        """Return the files that show that something holds for a function, None if none do."""
        module = internals.module_of(checker, fullname)
        if module is None:
            return None  # a local function
        return self.enter(checker).sources_showing(verdict, module, fullname)

    def source_of(self, checker: Checker, definition: SymbolNode) -> Source | None:
        """Return the file of a definition, None if it is local, or not at hand."""
        module = internals.module_of(checker, definition.fullname)
        project = self.enter(checker)
        file = project.types.file_of(module) if module is not None else None
        return project.facts.disk.source(os.path.abspath(file)) if file else None

    def enter(self, checker: Checker) -> Project:
        """Turn to the project of the file that is being checked, and start anew after an edit."""
        moment = internals.moment(checker)
        if self.project is not None and self.entered is checker.tree and self.moment is moment:
            return self.project
        if self.moment is not moment:
            self.disk, self.projects, self.modules = SameDisk(self.disk), {}, {}
        self.moment, self.entered, self.tree = moment, checker.tree, None
        top = top_of(os.path.abspath(checker.tree.path), checker.tree.fullname)
        if top not in self.projects:
            self.projects[top] = Project(top, checker, self)
        self.project = self.projects[top]
        return self.project

    def read(self, checker: Checker, project: Project) -> None:
        """Read the file that is being checked."""
        if self.tree is checker.tree:
            return
        self.tree, self.calls = checker.tree, None
        source = project.facts.disk.source(os.path.abspath(checker.tree.path))
        if source is not None and has_read(checker, source):
            self.columns = self.columns or internals.columns_of(checker.options)
            self.calls = Calls(project.facts.scopes(source), self.columns)

    def modules_of(self, checker: Checker, sources: Collection[Source]) -> set[str]:
        """Return the modules of those files that mypy has read."""
        if not self.modules:
            trees = checker.modules.items()
            self.modules = {os.path.abspath(tree.path): name for name, tree in trees}
        files = [each.path for each in sources]
        files += [one for each in sources if isinstance(each, Tree) for one in each.telling()]
        return {self.modules[file] for file in files if file in self.modules}


def own_files(checker: Checker) -> Iterator[str]:
    """Yield the files of the modules that mypy has read, without stubs and installed packages."""
    packages = tuple(internals.package_folders(checker))
    for tree in [*checker.modules.values()]:
        path = os.path.abspath(tree.path)
        if not path.endswith(STUB) and not path.startswith(packages):
            yield path


def has_read(checker: Checker, source: Source) -> bool:
    """Return whether mypy has read the checked file as it is on disk.

    An editor may pass unsaved text, as another file or in `dmypy`'s cache.
    """
    shadowed = checker.options.shadow_file or ()
    if any(os.path.abspath(file) == source.path for file, _ in shadowed):
        return False
    lines = internals.lines_of(checker, checker.tree)
    texts = ("".join("".join(each).splitlines()) for each in (lines or (), source.lines))
    return lines is None or len(set(texts)) == 1
