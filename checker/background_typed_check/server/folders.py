"""The folders of the workspace, and which of them a file belongs to."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from background_typed_check.command.inputs.files import mentions_tasks
from background_typed_check.environment import VENV
from background_typed_check.facts import Facts
from background_typed_check.facts.project import top_around
from background_typed_check.reasons import NothingCheckedError
from background_typed_check.report import Finding, Report
from background_typed_check.server.client_settings import Wanted
from background_typed_check.server.folder import NO_TYPES, Folder
from background_typed_check.server.kept_files import KeptFiles
from background_typed_check.server.texts import Document
from background_typed_check.settings.files import BrokenSettingsError

SaidByMypy: TypeAlias = Callable[[Document, str], "list[Finding] | None"]
"""Returns what mypy says about a document in a folder, None if that is not known."""


def is_in(folder: str, path: str) -> bool:
    """Return whether a file lies in a folder by its path."""
    return path.startswith(os.path.join(folder, ""))


def say_nothing(_document: Document, _root: str) -> None:
    """Return that nothing is known."""


class Folders:
    """The folders that something was checked in. A file belongs to the innermost around it."""

    def __init__(self, complain: Callable[[str], None], said: SaidByMypy = say_nothing) -> None:
        """Take what tells the user why a folder is not checked, and what mypy says."""
        self.complain = complain
        self.said = said
        self.roots: list[str] = []
        """The folders of the workspace."""
        self.wanted: dict[str, Wanted] = {}
        """What the user wants in each of them."""
        self.elsewhere = Wanted()
        self.kept = KeptFiles()
        self.known: dict[str, Folder] = {}
        self.troubles: dict[str, str] = {}
        """What the user was told about files and folders that are not checked."""

    def check(self, document: Document, texts: Mapping[str, bytes]) -> Report:
        """Return a report on a document. Nothing is read if it does not mention tasks."""
        nothing = Report(without_types=NO_TYPES)
        if not mentions_tasks(document.data):
            return nothing
        folder = self.folder_of(document.path)
        try:
            said = self.said(document, folder.root) if folder.wanted.types else None
            report = folder.check(document.path, texts, said)
        except (BrokenSettingsError, NothingCheckedError) as error:
            self.tell(folder.root, str(error))
            return nothing
        except Exception as error:  # noqa: BLE001  # a mistake of ours must not end the server
            self.tell(document.path, f"{document.path} was not checked: {error!r}")
            return nothing
        self.troubles.pop(folder.root, None)
        self.troubles.pop(document.path, None)
        self.look_at_environment(folder)
        return report

    def look_at_environment(self, folder: Folder) -> None:
        """Tell the user if the environment of a folder is gone."""
        own = os.path.join(folder.root, VENV)
        if folder.is_bereft():
            self.tell(own, f"{own} is gone: another environment counts until it is back")
        else:
            self.troubles.pop(own, None)

    def facts_for(self, document: Document, texts: Mapping[str, bytes]) -> Facts | None:
        """Return what there is to know about the files around a document, None if nothing is."""
        folder = self.folder_of(document.path)
        try:
            return folder.facts_for(texts)
        except (BrokenSettingsError, NothingCheckedError) as error:
            self.tell(folder.root, str(error))
            return None

    def tell(self, path: str, trouble: str) -> None:
        """Tell the user once why a file or folder is not checked."""
        if self.troubles.get(path) != trouble:
            self.troubles[path] = trouble
            self.complain(trouble)

    def enter(self, roots: list[str]) -> None:
        """Take the folders of the workspace."""
        self.roots = roots
        self.known = {}

    def want(self, wanted: dict[str, Wanted], elsewhere: Wanted) -> None:
        """Take what the user wants in each folder of the workspace, and elsewhere."""
        self.wanted, self.elsewhere = wanted, elsewhere
        self.known = {}

    def forget(self) -> None:
        """Forget what was read: nothing is open."""
        self.kept.clear()
        for each in self.known.values():
            each.end()
        self.known = {}

    def folder_of(self, path: str) -> Folder:
        """Return the folder of a file: outside the workspace, the top of its project."""
        known = self.known  # first: another thread replaces it when it has replaced the rest
        around = [each for each in self.roots if is_in(each, path)]
        root = max(around, key=len) if around else top_around(os.path.dirname(path))
        found = known.get(root)
        if found is None:
            wanted = self.wanted.get(root, self.elsewhere)
            found = known[root] = Folder(root, self.kept, wanted, is_whole=bool(around))
        return found

    def inside(self, path: str) -> str:
        """Return the path of a file as its folder of the workspace has it, if a link leads there.

        Some editors follow links where they name a file, but not where they name a folder.
        """
        if any(is_in(each, path) for each in self.roots):
            return path
        real = os.path.realpath(path)
        reals = {os.path.realpath(each): each for each in self.roots}
        found = max((each for each in reals if is_in(each, real)), key=len, default=None)
        return os.path.join(reals[found], os.path.relpath(real, found)) if found else path

    def to_check(self, documents: Iterable[Document]) -> dict[str, Wanted]:
        """Return what is wanted in those folders where the arguments of open documents count."""
        telling = (each for each in documents if mentions_tasks(each.data))
        folders = sorted(
            {self.folder_of(each.path) for each in telling}, key=lambda each: each.root
        )
        return {each.root: each.wanted for each in folders if each.is_whole and each.wanted.types}

    def renew(self) -> None:
        """Find settings, environments and files anew before the next check."""
        self.kept.age()
        for each in [*self.known.values()]:
            each.is_stale = True
