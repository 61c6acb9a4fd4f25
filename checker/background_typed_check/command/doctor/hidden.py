"""Which settings hide tasks from mypy that it sees without them."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from mypy.options import Options

from background_typed_check import apis
from background_typed_check.candidates import Candidates
from background_typed_check.command.doctor.problem import SetupProblem
from background_typed_check.command.doctor.sight import Sight
from background_typed_check.command.output.excerpt import start_of
from background_typed_check.report import ListedTask
from background_typed_check.wording import count


class Hider(NamedTuple):
    """What hides tasks, as the words after their number, and what to do about it."""

    what: str
    remedy: str


UNANNOTATED: Final = Hider(
    "in functions without annotations, which mypy skips", "set check_untyped_defs = true"
)
ERRORS_IGNORED: Final = Hider(
    "in modules where ignore_errors switches mypy off", "narrow the section that sets it"
)
NOT_FOLLOWED: Final = Hider(
    "that mypy does not recognize, because follow_imports hides Starlette and FastAPI from it",
    "set follow_imports = normal",
)
ANY_OTHER: Final = Hider(
    "that mypy sees without your settings, but not with them",
    "look at python_version, platform, always_true, always_false, mypy_path, no_site_packages",
)
# The settings that hide whole files from mypy, and what to do about each.
OF_FILES: Final = {
    "exclude": 'narrow "exclude"',
    "exclude_gitignore": 'switch "exclude_gitignore" off',
    "files": 'add the files to "files"',
    "modules": 'add the modules to "modules"',
    "packages": 'add the packages to "packages"',
}
# Paths on the command line replace these.
REPLACED: Final = {"files", "modules", "packages"}
PLACES_SHOWN: Final = 3


def explain_hidden(sight: Sight, *, are_named: bool) -> Iterator[SetupProblem]:
    """Yield what hides tasks, below paths that the user names or in all files that mypy checks."""
    by_file = sight.plain.answer.options_by_file()
    of_files = hider_of_files(sight.plain.options, are_named=are_named)
    hiders: defaultdict[Hider, list[ListedTask]] = defaultdict(list)
    for task in sight.hidden:
        real = os.path.realpath(task.place.file)
        if of_files is not None and real not in sight.plain.named:
            hider = of_files
        else:
            hider = hider_of_code(task, by_file.get(real, sight.plain.options), sight)
        hiders[hider].append(task)
    for hider, tasks in hiders.items():
        number = count(len(tasks), "background task")
        yield SetupProblem(f"{number} {hider.what} ({places_of(tasks)})", hider.remedy)


def hider_of_files(options: Options, *, are_named: bool) -> Hider | None:
    """Return what hides whole files from mypy, if anything does: named paths replace "files"."""
    names = [name for name in OF_FILES if getattr(options, name)]
    if are_named:
        names = [name for name in names if name not in REPLACED]
    if not names:
        return None
    return Hider(
        f"in files that {' or '.join(map(json.dumps, names))} hides from mypy",
        " or ".join(OF_FILES[name] for name in names),
    )


def hider_of_code(task: ListedTask, options: Options, sight: Sight) -> Hider:
    """Return what hides a task in a file, given the settings that mypy reads the file with."""
    if options.ignore_errors:
        return ERRORS_IGNORED
    if not options.check_untyped_defs:
        candidates = Candidates(sight.disk.source(task.place.file))
        if candidates.is_unannotated(task.place.line):
            return UNANNOTATED
    if not all(map(sight.plain.follows, apis.ORIGINS)):
        return NOT_FOLLOWED
    return ANY_OTHER


def places_of(tasks: list[ListedTask]) -> str:
    """Return where tasks are, or the first few of them."""
    places = [start_of(task.place) for task in tasks[:PLACES_SHOWN]]
    more = len(tasks) - len(places)
    return ", ".join(places) + (f" and {more} more" if more else "")
