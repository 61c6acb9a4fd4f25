"""What mypy says of the arguments of the tasks below some paths."""

import re
from typing import Final

from background_typed_check import apis
from background_typed_check.command.output.progress import show_progress
from background_typed_check.command.output.text import and_more
from background_typed_check.command.report import NothingCheckedError, Report
from background_typed_check.types.engine import Answer, Settings, asking_ahead, run_mypy
from background_typed_check.types.naming import group_modules, name_modules
from background_typed_check.types.reading import Reader
from background_typed_check.types.unseen import find_unseen

NAME_IT: Final = "name the application's environment with --python"


def check_arguments(settings: Settings, report: Report, *, quiet: bool) -> Answer:
    """Fill a report on its files with what mypy sees, and with what it does not see.

    Returns what mypy built: as long as it is kept, nothing waits for its memory to be freed.

    Raises:
        NothingCheckedError: Where mypy could check nothing; the report has some of the reasons.

    """
    python = settings.environment.python
    with show_progress(report.files, quiet=quiet) as advance:
        with asking_ahead(python):
            groups = group_modules(name_modules(report.files, report.disk))
        answer = run_mypy(groups, settings, report.unchecked, advance, report.unparsed)
    report.dropped += answer.dropped
    reader = Reader(report, in_bytes=answer.in_bytes)
    reader.read(answer.messages)
    say_missing_libraries(reader, python)
    own = {module.name.partition(".")[0] for group in groups for module in group.modules}
    packages = sorted({task.package for task in report.tasks if task.package} - own)
    if packages and settings.environment.is_own:
        report.is_incomplete = True
        report.unchecked.append(
            f"{', '.join(packages)}: not installed, or without types, for {python}: {NAME_IT}"
        )
    if not answer.builds:
        message = "mypy can check nothing here"
        raise NothingCheckedError(message)
    report.unchecked += find_unseen(report)
    return answer


def say_missing_libraries(reader: Reader, python: str) -> None:
    """Say of each library that mypy does not find, and that tasks are of, where these are."""
    report = reader.report
    for package, files in sorted(reader.missing.items()):
        unseen = sorted(file for file in files if takes_classes_from(package, file, report))
        if unseen:
            others = and_more(len(unseen), "other file")
            library = apis.DISTRIBUTIONS[package]
            report.unchecked.append(
                f"{library} is not installed for {python}, so the arguments of the tasks in "
                f"{unseen[0]}{others} are not checked: {NAME_IT}"
            )
            report.blind.update(dict.fromkeys(unseen, f"{library} is not installed"))
            report.is_incomplete = True


def takes_classes_from(package: str, file: str, report: Report) -> bool:
    """Return whether a file has its collections or tasks from a package."""
    names = rf"{package}(?:\.\w+)*"
    imported = rf"\bfrom\s+{names}\s+import\s+(?:\([^)]*|[^\n]*)\bBackgroundTask"
    source = report.disk.source(file)
    text = "\n".join(source.lines) if source is not None else ""
    return bool(re.search(rf"{imported}|\b{names}\.BackgroundTask", text))
