"""What the command does: from the paths that the user names to the report on them."""

from background_typed_mypy.command.engine import Settings, run_mypy
from background_typed_mypy.command.files import Found, mentions_tasks
from background_typed_mypy.command.modules import group_modules, name_modules
from background_typed_mypy.command.progress import show_progress
from background_typed_mypy.command.reading import Reader
from background_typed_mypy.command.report import NothingCheckedError, Report
from background_typed_mypy.command.text import count


def check_paths(paths: list[str], settings: Settings, report: Report, *, quiet: bool) -> object:
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
        groups = group_modules(name_modules(found.files))
        answer = run_mypy(groups, settings, report.unchecked, advance)
    if not answer.builds:
        message = f"mypy can read no file in {', '.join(paths)}"
        raise NothingCheckedError(message)
    reader = Reader(report, in_bytes=answer.in_bytes)
    reader.read(answer.messages)
    unseen = False
    for library, files in sorted(reader.missing.items()):
        blind = sorted(file for file in files - reader.tasks.keys() if mentions_tasks(file))
        if blind:
            unseen = True
            others = f" and {count(len(blind) - 1, 'other file')}" if len(blind) > 1 else ""
            report.unchecked.append(
                f"{library} is not installed for {settings.environment.python}, so the tasks in "
                f"{blind[0]}{others} are not seen: name the application's environment with --python"
            )
    if unseen and not report.tasks:
        message = "mypy sees no task"
        raise NothingCheckedError(message)
    return answer
