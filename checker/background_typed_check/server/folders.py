"""The folders of the workspace, and which of them a file belongs to."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from background_typed_check.command.inputs.files import mentions_tasks
from background_typed_check.facts.project import top_around
from background_typed_check.reasons import NothingCheckedError
from background_typed_check.report import Finding, Report
from background_typed_check.server.folder import NO_TYPES, Folder
from background_typed_check.server.kept_files import KeptFiles
from background_typed_check.server.texts import Document
from background_typed_check.settings.files import BrokenSettingsError

Said: TypeAlias = Callable[[Document, str], "list[Finding] | None"]
"""Returns what mypy says about a document in a folder, None if that is not known."""


def say_nothing(_document: Document, _root: str) -> None:
    """Return that nothing is known."""


class Folders:
    """The folders that something was checked in. A file belongs to the innermost around it."""

    def __init__(self, complain: Callable[[str], None], said: Said = say_nothing) -> None:
        """Take what tells the user why a folder is not checked, and what mypy says."""
        self.complain = complain
        self.said = said
        self.roots: list[str] = []
        """The folders of the workspace."""
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
            report = folder.check(document.path, texts, self.said(document, folder.root))
        except (BrokenSettingsError, NothingCheckedError) as error:
            self.tell(folder.root, str(error))
            return nothing
        except Exception as error:  # noqa: BLE001  # a mistake of ours must not end the server
            self.tell(document.path, f"{document.path} was not checked: {error!r}")
            return nothing
        self.troubles.pop(folder.root, None)
        self.troubles.pop(document.path, None)
        return report

    def tell(self, path: str, trouble: str) -> None:
        """Tell the user once why a file or folder is not checked."""
        if self.troubles.get(path) != trouble:
            self.troubles[path] = trouble
            self.complain(trouble)

    def enter(self, roots: list[str]) -> None:
        """Take the folders of the workspace."""
        self.roots = roots
        self.known = {}

    def folder_of(self, path: str) -> Folder:
        """Return the folder of a file: outside the workspace, the top of its project."""
        around = [each for each in self.roots if path.startswith(os.path.join(each, ""))]
        root = max(around, key=len) if around else top_around(os.path.dirname(path))
        if root not in self.known:
            self.known[root] = Folder(root, self.kept, is_whole=bool(around))
        return self.known[root]

    def to_check(self, documents: Iterable[Document]) -> set[str]:
        """Return the folders of the workspace that have documents that mention tasks."""
        telling = (each for each in documents if mentions_tasks(each.data))
        folders = [self.folder_of(each.path) for each in telling]
        return {each.root for each in folders if each.is_whole}

    def renew(self) -> None:
        """Find settings, environments and files anew before the next check."""
        for each in [*self.known.values()]:
            each.is_stale = True
