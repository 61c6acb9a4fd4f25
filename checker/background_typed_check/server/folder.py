"""A folder of the workspace: its settings, its environment, its files, and checks of these."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from background_typed_check.command.inputs.files import PythonFiles
from background_typed_check.command.pipeline import check_file
from background_typed_check.command.uncheckable import report_uncheckable
from background_typed_check.command.watched import State, state_of
from background_typed_check.command.with_types import add_seen
from background_typed_check.environment import (
    INTERPRETER,
    VENV,
    Environment,
    find_environment,
    packages_of,
)
from background_typed_check.facts import Facts
from background_typed_check.facts.blockers import Blockers
from background_typed_check.facts.project import PYTHON, ProjectFiles, is_skipped, project_of
from background_typed_check.report import Finding, Report
from background_typed_check.server.client_settings import SECTION, Wanted
from background_typed_check.server.kept_files import KeptDisk, KeptFiles
from background_typed_check.settings import Settings
from background_typed_check.settings.files import places_for, settings_for, shown

NO_TYPES: Final = "mypy has not checked this text"


class Folder:
    """A folder, as it was when something in it was last opened or saved."""

    def __init__(self, root: str, kept: KeptFiles, wanted: Wanted, *, is_whole: bool) -> None:
        """Take its path, what the user wants, and whether all of it is checked, or what is open.

        Nothing is read before something is checked.
        """
        self.root = root
        self.wanted = wanted
        self.kept = kept
        self.is_whole = is_whole
        self.is_stale = True
        """Whether files, settings or environment may differ from what is known."""
        self.settings = Settings()
        self.states: list[State] = []
        """Those of the files that may have settings, and of its environment."""
        self.packages: list[str] = []
        self.version = (0, 0)
        self.own = os.path.join(root, VENV, INTERPRETER)
        self.had_own = False
        """Whether it had an environment of its own."""
        self.blockers = Blockers()
        self.files: ProjectFiles = project_of([root])
        self.listed: set[str] = set()
        """The absolute paths of the files that the command would check."""
        self.texts: Mapping[str, bytes] | None = None
        self.disk = KeptDisk(kept, {})
        self.facts: Facts | None = None

    def check(
        self, path: str, texts: Mapping[str, bytes], said: list[Finding] | None = None
    ) -> Report:
        """Return a report on one file, as the command would make it for the whole folder.

        Args:
            path: The absolute path of the file.
            texts: The texts of all open files, the same object as long as nothing changes.
            said: What mypy says about the file, None if that is not known.

        Raises:
            BrokenSettingsError: If the settings cannot be used.
            NothingCheckedError: If they name an environment that is none.

        """
        facts = self.facts_for(texts)
        report = Report(disk=self.disk, settings=self.settings, without_types=NO_TYPES)
        source = self.disk.source(path)
        if path in self.listed and source is not None:
            check_file(source, facts, report)
            report.findings = report.counting(report.findings)
            if said is not None:
                report.without_types = None
                add_seen(
                    report, Report(findings=[in_file(each, source.path) for each in said]), facts
                )
            report_uncheckable(report)
        return report

    def facts_for(self, texts: Mapping[str, bytes]) -> Facts:
        """Return what there is to know about the files with some texts."""
        if texts is self.texts and self.facts is not None:
            return self.facts
        self.end()
        self.texts = texts
        states = [*map(state_of, (*places_for(self.root), self.own))]
        if self.is_stale or states != self.states:
            self.is_stale = False  # what is saved meanwhile counts
            self.states = []  # until all of it is known
            self.renew(texts)
            self.states = states
        self.disk = KeptDisk(self.kept, texts)
        self.facts = Facts(self.disk, self.files, self.packages, python=self.version)
        self.facts.blockers = self.blockers
        return self.facts

    def end(self) -> None:
        """Forget what there is to know, so that it is freed at once."""
        if self.facts is not None:
            self.facts.end()
            self.facts = None

    def renew(self, texts: Mapping[str, bytes]) -> None:
        """Find the settings, the environment and the files."""
        self.read_settings()
        self.blockers = Blockers(self.settings.blocking)
        environment = self.find_environment()
        self.packages, self.version = packages_of(environment.python), environment.version
        disk = KeptDisk(self.kept, texts)
        files = PythonFiles(self.named(texts), disk, self.settings.excludes).files
        self.listed = {*map(os.path.abspath, files)}
        self.files = project_of(files or [os.path.join(self.root, PYTHON)])

    def read_settings(self) -> None:
        """Read the settings of the project, which those of the user replace."""
        self.settings = self.wanted.over(settings_for(self.root))

    def named(self, texts: Mapping[str, bytes]) -> list[str]:
        """Return the paths that the user would name for the command."""
        inside = [each for each in texts if each.endswith(PYTHON) and self.has(each)]
        if not self.is_whole:
            return inside
        return [
            self.root,
            *(each for each in inside if not os.path.exists(each) and self.would_check(each)),
        ]

    def has(self, path: str) -> bool:
        """Return whether a file is in the folder."""
        return path.startswith(os.path.join(self.root, ""))

    def find_environment(self) -> Environment:
        """Return the environment that the settings name, or the likeliest one.

        Its own one comes before the active one: other folders may have others.
        """
        has_own = os.path.exists(self.own)
        self.had_own = self.had_own or has_own
        named = self.settings.python or (self.own if has_own else None)
        origin = f"{shown(self.settings.file or '')}: python"
        if "python" in self.wanted.given:
            origin = f"{SECTION}.python"
        return find_environment(named, origin, self.root)

    def is_bereft(self) -> bool:
        """Return whether its environment is gone, and the settings name no other."""
        return self.had_own and self.settings.python is None and not os.path.exists(self.own)

    def would_check(self, path: str) -> bool:
        """Return whether the command would check a file in the folder if it were saved."""
        return not any(
            self.settings.excludes(each) or (each != path and is_skipped(os.path.basename(each)))
            for each in self.up_from(path)
        )

    def up_from(self, path: str) -> Iterator[str]:
        """Yield a file and the folders around it that lie in this one."""
        while path != self.root:
            yield path
            path = os.path.dirname(path)


def in_file(finding: Finding, path: str) -> Finding:
    """Return a finding in a file as it is called here."""
    return replace(finding, place=finding.place._replace(file=path))
