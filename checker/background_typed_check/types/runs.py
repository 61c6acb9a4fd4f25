"""The runs of mypy that check a tree: one for each group of modules, and more where it stops."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from background_typed_mypy import wire
from mypy.modulefinder import BuildSource
from mypy.options import Options

from background_typed_check import apis
from background_typed_check.reasons import Cause, NothingCheckedError, Obstacle
from background_typed_check.report import Report
from background_typed_check.types.blockers import Blocker, culprits
from background_typed_check.types.caches import cache_of, is_there, remove
from background_typed_check.types.grouping import Group
from background_typed_check.types.mypy_run import Answer, MypyFailedError, build_once, nowhere
from background_typed_check.types.naming import INIT, Module
from background_typed_check.types.real_paths import real_path
from background_typed_check.types.settings import Settings, make_options
from background_typed_check.types.workers import NO_WORKERS, workers_for

LOCKED: Final = "database is locked"
RECURSION_LIMIT: Final = 2**14  # that of `mypy.main.main`, which not every version names


def run_mypy(
    groups: list[Group], settings: Settings, report: Report, advance: Callable[[str], object]
) -> Answer:
    """Check the files that mention tasks, and tell `advance` of each that is done.

    mypy reads the others where they are imported, and drops the bodies of their functions
    (`mypy.build.State.ignore_all`). Whatever keeps something from being checked is added to the
    report.

    Raises:
        NothingCheckedError: If nothing could be checked.

    """
    sys.setrecursionlimit(RECURSION_LIMIT)  # as `mypy.main.main` does
    os.environ[wire.BLOCKING] = " ".join(settings.blocking)  # mypy's workers see it, too
    runs = Runs(settings, report, advance)
    for group in groups:
        runs.check(group)
    # mypy also speaks of a file that nobody named, if it takes that for a library.
    own = [each for each in runs.answer.messages if runs.names.has(each["file"])]
    for message in own:
        message["file"] = runs.names.of(message["file"])
    return runs.answer._replace(messages=own)


class Runs:
    """The runs of mypy for groups of modules, one after another."""

    def __init__(
        self, settings: Settings, report: Report, advance: Callable[[str], object]
    ) -> None:
        """Start without an answer."""
        self.settings = settings
        self.report = report
        self.telling = {*report.telling}
        self.names = Names(report.files)
        self.advance = advance
        self.answer = Answer([], [], [], set())
        self.renewed: set[str] = set()
        """The folders of caches that were made anew."""

    def check(self, group: Group) -> None:
        """Check the modules of a group that mention tasks, without those that stop mypy."""
        modules = self.modules_of(group)
        checked = {name: each for name, each in modules.items() if each.file in self.telling}
        if not checked:
            return
        # No path leads mypy to these, and relative imports may mean them: it must be given them.
        checked |= {name: each for name, each in modules.items() if not each.is_found}
        cache = cache_of(group, self.settings, self.report.unchecked)
        skipped: set[str] = set()
        workers = workers_for(self.settings.workers, cache)
        if workers:
            options = self.options_for(group, cache, skipped)
            options.num_workers = workers
            # If anything stops them, mypy says better what that is without them.
            with suppress(NothingCheckedError):
                if self.run([*checked.values()], options) is None:
                    return
        while checked:
            options = self.options_for(group, cache, skipped)
            try:
                outcome = self.run([*checked.values()], options)
            except MypyFailedError as error:
                if cache == os.devnull:
                    raise
                cache = self.cache_instead(cache, group, error)
                continue
            if outcome is None:
                return
            reasons = culprits(outcome, modules, [*checked.values()], options)
            if not reasons.keys() - skipped:
                raise NothingCheckedError(outcome.text)
            skipped.update(reasons)
            self.answer.skipped.update(reasons)
            left_out = {name: checked.pop(name).file for name in reasons if name in checked}
            self.answer.dropped.extend(left_out.values())
            unparsed = self.report.unparsed  # these are reported elsewhere
            self.report.unchecked += [
                each for name, each in reasons.items() if left_out.get(name) not in unparsed
            ]

    def cache_instead(self, cache: str, group: Group, error: MypyFailedError) -> str:
        """Return what to use in place of a cache with which mypy failed: it may be broken."""
        if cache in self.renewed or not is_there(cache):
            return os.devnull
        # One that another run is writing to is left to it.
        cause = Cause.BAD_CACHE if LOCKED in str(error) else Cause.RENEWED_CACHE
        self.report.unchecked.append(Obstacle(cause, str(error), cache))
        if cause is Cause.BAD_CACHE:
            return os.devnull
        self.renewed.add(cache)
        remove(Path(cache))
        return cache_of(group, self.settings, self.report.unchecked)

    def modules_of(self, group: Group) -> dict[str, Module]:
        """Return the modules of a group by their names. One of two with the same name is hidden."""
        modules: dict[str, Module] = {}
        for module in sorted(group.modules, key=is_plain):
            other = modules.setdefault(module.name, module)
            if other is not module and module.file in self.telling:
                obstacle = Obstacle(Cause.HIDDEN, file=module.file, other=other.file)
                self.report.unchecked.append(obstacle)
                self.answer.dropped.append(module.file)
        return modules

    def options_for(self, group: Group, cache: str, skipped: set[str]) -> Options:
        """Return the settings for a run."""
        settings = self.settings._replace(flags=(*self.settings.flags, *NO_WORKERS))
        options = make_options(settings, cache, group.bases, skipped, self.report.unchecked)
        for name in apis.DISTRIBUTIONS:  # without them nothing is seen, and that must be said
            section = options.per_module_options.setdefault(f"{name}.*", {})
            section.update(ignore_missing_imports=False, follow_imports="normal")
        return options

    def run(self, modules: list[Module], options: Options) -> Blocker | None:
        """Run mypy once, and return what stopped it, if anything did."""
        sources = [
            BuildSource(real_path(each.file), each.name, None, each.base if each.is_found else None)
            for each in modules
        ]
        blocker = build_once(sources, options, self.done, self.answer, nowhere(options))
        if blocker is None or blocker.file is None:
            return blocker
        return blocker._replace(file=self.names.of(blocker.file))

    def done(self, file: str) -> None:
        """Tell of a file that is done."""
        self.advance(self.names.of(file))


class Names:
    """What the user calls files: mypy calls them by their real paths."""

    def __init__(self, files: list[str]) -> None:
        """Take the files as the user calls them."""
        self.here = os.path.join(os.getcwd(), "")
        self.known = {real_path(file): file for file in files}

    def has(self, file: str) -> bool:
        """Return whether a file is one that the user names."""
        return real_path(file) in self.known

    def of(self, file: str) -> str:
        """Return what to call a file: from the current folder, if it is not a known one."""
        return self.known.get(real_path(file), file.removeprefix(self.here))


def is_plain(module: Module) -> bool:
    """Return whether a file is not a package. A package of the same name comes first."""
    return os.path.basename(module.file) != INIT
