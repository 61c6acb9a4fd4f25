"""What the command does: from the paths that the user names to the report on them."""

import re
from typing import Final

from background_typed_mypy.command.engine import Answer, Settings, asking_ahead, run_mypy
from background_typed_mypy.command.files import Found, mentions_tasks
from background_typed_mypy.command.modules import group_modules, name_modules
from background_typed_mypy.command.progress import show_progress
from background_typed_mypy.command.reading import LIBRARIES, Reader
from background_typed_mypy.command.report import NothingCheckedError, Report
from background_typed_mypy.command.sources import read_lines
from background_typed_mypy.command.text import and_more

NAME_IT: Final = "name the application's environment with --python"


def check_paths(paths: list[str], settings: Settings, report: Report, *, quiet: bool) -> Answer:
    """Fill a report on the files under some paths.

    Returns what mypy built: as long as it is kept, nothing waits for its memory to be freed.

    Raises:
        NothingCheckedError: Where nothing could be checked; the report has some of the reasons.

    """
    found = Found(paths)
    report.unchecked += found.unread
    if not found.files:
        message = f"there are no Python files in {', '.join(paths)}"
        raise NothingCheckedError(message)
    with show_progress(found.files, quiet=quiet) as advance:
        with asking_ahead(settings.environment.python):
            groups = group_modules(name_modules(found.files))
        answer = run_mypy(groups, settings, report.unchecked, advance)
    python = settings.environment.python
    reader = Reader(report, in_bytes=answer.in_bytes)
    reader.read(answer.messages)
    report.files += [file for file in found.files if file not in answer.dropped]
    report.blind |= {file for file in answer.dropped if mentions_tasks(file)}
    say_missing_libraries(reader, python)
    own = {module.name.partition(".")[0] for group in groups for module in group.modules}
    packages = sorted({task.package for task in report.tasks if task.package} - own)
    if packages and settings.environment.is_own:
        report.unchecked.append(
            f"{', '.join(packages)}: not installed, or without types, for {python}: {NAME_IT}"
        )
    if not answer.builds or (report.blind and not report.tasks):
        message = f"no task can be checked in {', '.join(paths)}"
        raise NothingCheckedError(message)
    return answer


def say_missing_libraries(reader: Reader, python: str) -> None:
    """Say of each library that mypy does not find, and that tasks are of, where these are."""
    for package, files in sorted(reader.missing.items()):
        unseen = sorted(file for file in files if takes_classes_from(package, file))
        if unseen:
            others = and_more(len(unseen), "other file")
            reader.report.unchecked.append(
                f"{LIBRARIES[package]} is not installed for {python}, so the tasks in "
                f"{unseen[0]}{others} are not seen: {NAME_IT}"
            )
            reader.report.blind.update(unseen)


def takes_classes_from(package: str, file: str) -> bool:
    """Say if a file has its collections or tasks from a package."""
    names = rf"{package}(?:\.\w+)*"
    imported = rf"\bfrom\s+{names}\s+import\s+(?:\([^)]*|[^\n]*)\bBackgroundTask"
    return bool(re.search(rf"{imported}|\b{names}\.BackgroundTask", "\n".join(read_lines(file))))
