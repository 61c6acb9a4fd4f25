"""Files that somebody cannot parse or check: a finding if they have tasks, else a line."""

from collections.abc import Iterator

from background_typed_check.command.inputs.files import shown_path
from background_typed_check.facts.source import Place
from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.report import Finding, Report
from background_typed_check.settings import SYNTAX
from background_typed_check.wording import NOT_BY_MYPY, ONLY_BY_MYPY, UNPARSED


def report_uncheckable(report: Report) -> None:
    """Report the files that the running Python cannot parse, or mypy cannot check."""
    for file, error in report.unparsed.items():
        what, line, column = cause_of(error)
        source = report.disk.source(file)
        place = with_end(Place(file, line, column), error, source.lines if source else [])
        is_for_mypy = report.without_types is None and file not in report.dropped
        message = (ONLY_BY_MYPY if is_for_mypy else UNPARSED).format(what=what)
        report.findings.append(Finding(place, "error", SYNTAX, message))
    of_mypy = [each for each in report.unchecked if is_about_tasks(each, report)]
    for each in of_mypy:
        report.unchecked.remove(each)
        place = Place(each.file, each.line or 1, 1)
        message = NOT_BY_MYPY.format(what=each.what)
        report.findings.append(Finding(place, "error", None, message))
    report.findings.sort(key=lambda each: each.place[:3])


def is_about_tasks(obstacle: Obstacle, report: Report) -> bool:
    """Return whether mypy cannot check a file that has tasks."""
    return obstacle.cause is Cause.NOT_BY_MYPY and any(
        each.place.file == obstacle.file for each in report.tasks
    )


def unknown_to_rules(report: Report) -> Iterator[Obstacle]:
    """Yield the other files that the rules need and the running Python cannot parse."""
    said = {*report.unparsed, *(each.file for each in report.unchecked)}
    for source in report.disk.unparsable():
        file = shown_path(source.path)
        if file not in said:
            what, line, _ = cause_of(source.parsed)
            yield Obstacle(Cause.NOT_BY_RULES, what, file, line)


def with_end(place: Place, error: object, lines: list[str]) -> Place:
    """Return where Python stops, with an end: one character further on, if it does not say."""
    text = lines[place.line - 1] if place.line <= len(lines) else ""
    column = min(place.column, max(len(text), 1))  # it may be behind the last character
    end_line, end = getattr(error, "end_lineno", None) or 0, getattr(error, "end_offset", None) or 0
    if (end_line, end) <= (place.line, column) or end_line > len(lines):
        end_line, end = place.line, column + 1
    else:
        end = min(end, len(lines[end_line - 1]) + 1)
    return place._replace(column=column, end_line=end_line, end_column=end)


def cause_of(error: object) -> tuple[str, int, int]:
    """Return what keeps Python from parsing a file, with its line and column."""
    if not isinstance(error, SyntaxError):
        return str(error) or type(error).__name__, 1, 1
    # Python counts from -1 or 0 where it does not know the column.
    return error.msg, error.lineno or 1, max(error.offset or 1, 1)
