"""Which tasks mypy sees with the plugin on, and what keeps it from the others."""

from typing import Final

from background_typed_check.command.doctor.hidden import explain_hidden
from background_typed_check.command.doctor.libraries import explain_libraries, find_libraries
from background_typed_check.command.doctor.problem import Diagnosis, SetupProblem
from background_typed_check.command.doctor.sight import (
    compare,
    look_with_settings,
    look_without_settings,
)
from background_typed_check.command.doctor.unknown import explain_unknown
from background_typed_check.reasons import Cause, NothingCheckedError
from background_typed_check.report import Report
from background_typed_check.types.settings import Settings
from background_typed_check.wording import count, line_of

# Other checks of the doctor report these.
SAID_ELSEWHERE: Final = {Cause.PASSED_OVER, Cause.LIBRARY}


def describe_tasks(
    paths: list[str], settings: Settings, report: Report, *, quiet: bool
) -> Diagnosis:
    """Yield what hides tasks below some paths from mypy, and how many tasks there are.

    Raises:
        NothingCheckedError: If nothing can be said about tasks; the report has some reasons.

    """
    answer = look_without_settings(paths, settings, report, quiet=quiet)
    for obstacle in report.unchecked:
        if obstacle.cause not in SAID_ELSEWHERE:
            yield f"note: {line_of(obstacle)}"
    try:
        plain = look_with_settings(paths, settings, report.files, quiet=quiet)
    except NothingCheckedError as error:
        yield SetupProblem(f"mypy stops with an error: {error}", "fix it, or name other paths")
        return
    sight = compare(report, answer, plain)
    libraries = find_libraries(sight)
    unknown = [*explain_unknown(sight, libraries)]
    yield from explain_hidden(sight, are_named=bool(paths))
    yield from explain_libraries(sight, libraries)
    yield from unknown
    visible, number = len(sight.seen) - len(sight.hidden), len(sight.seen) + len(unknown)
    if number:
        yield f"{count(number, 'background task')}: {visible} visible to mypy with the plugin"
    else:
        yield "No background tasks found"
