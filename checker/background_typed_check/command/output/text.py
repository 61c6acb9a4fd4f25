"""The formats for readers: `text` and `concise`, and the summary."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from background_typed_check.command.output.paint import Paint
from background_typed_check.facts.source import Place
from background_typed_check.reasons import Cause, Reason
from background_typed_check.report import Finding, Report
from background_typed_check.wording import count, summary_of, words_of

# The same as in the output of `mypy --pretty`.
# What keeps whole files from being checked.
OF_FILES: Final = {
    Cause.HIDDEN,
    Cause.NOTEBOOKS,
    Cause.NOT_BY_MYPY,
    Cause.NOT_PYTHON,
    Cause.ONLY_BY_RULES,
    Cause.UNPRINTABLE,
    Cause.UNREADABLE,
}
INDENT: Final = "    "
STYLES: Final = {"error": "bold red", "note": "blue"}
QUOTED: Final = re.compile(r'"[^"]*"')


def show(report: Report, paint: Paint) -> Iterator[str]:
    """Yield each finding with the line of the source that it is about."""
    for finding in report.findings:
        yield headline(finding, paint)
        source = report.disk.source(finding.place.file)
        yield from excerpt(finding.place, source.lines if source is not None else [], paint)
        yield from notes(finding, paint)


def show_concisely(report: Report, paint: Paint) -> Iterator[str]:
    """Yield each finding, without the source."""
    for finding in report.findings:
        yield headline(finding, paint)
        yield from notes(finding, paint)


def show_tasks(report: Report, paint: Paint) -> Iterator[str]:
    """Yield each task, one per line."""
    for task in report.tasks:
        callee = paint(task.callee or "the callee", "bold")
        state = "checked" if task.reason is None else f"not checked ({words_of(task.reason, 'it')})"
        yield f"{start_of(task.place)}: {callee}: {state}"


def headline(finding: Finding, paint: Paint) -> str:
    """Return the first line of a finding, as mypy prints it."""
    message = message_at(finding.place, finding.severity, finding.message, paint)
    return f"{message}  {paint(f'[{finding.code}]', 'yellow')}" if finding.code else message


def notes(finding: Finding, paint: Paint) -> Iterator[str]:
    """Yield the notes of a finding, as mypy prints them."""
    for note in finding.notes:
        yield message_at(finding.place, "note", note, paint)


def message_at(place: Place, severity: str, message: str, paint: Paint) -> str:
    """Return a message with its place and its severity."""
    words = QUOTED.sub(lambda quoted: paint(quoted[0], "bold"), message)
    return f"{start_of(place)}: {paint(f'{severity}:', STYLES[severity])} {words}"


def start_of(place: Place) -> str:
    """Return where a place begins, in a form that terminals and editors can open."""
    return f"{place.file}:{place.line}:{place.column}"


def excerpt(place: Place, lines: list[str], paint: Paint) -> Iterator[str]:
    """Yield the line of a place, if there is one, and a line that marks the place in it."""
    if not 0 < place.line <= len(lines):
        return
    line = lines[place.line - 1].rstrip()
    start = max(place.column - 1, 0)
    end = end_in(place, line)
    margin = "".join("\t" if each == "\t" else " " * width(each) for each in line[:start])
    marker = "^".ljust(sum(map(width, line[start:end])), "~")
    yield INDENT + line
    yield INDENT + margin + paint(marker, "red")


def end_in(place: Place, line: str) -> int:
    """Return where a place ends in its first line."""
    if place.end_line is None or place.end_column is None:
        return place.column
    return place.end_column - 1 if place.end_line == place.line else len(line)


def width(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "FW" else 1


def summarize(report: Report, paint: Paint) -> str:
    """Return in one line how many tasks there are, how many are checked, and how many errors."""
    files = {task.place.file for task in report.tasks}
    tasks = f"{count(len(report.tasks), 'background task')} in {count(len(files), 'file')}"
    reasons = [task.reason for task in report.tasks if task.reason is not None]
    errors = sum(finding.severity == "error" for finding in report.findings)
    left_out = sum(1 + each.more for each in report.unchecked if each.cause in OF_FILES)
    parts = [paint(count(errors, "error"), "bold red") if errors else "no errors"]
    if report.fixed:
        parts.append(f"{report.fixed} fixed")
    if left_out:
        parts.append(f"{count(left_out, 'file')} left out")
    if not report.tasks:
        unsure = sum(1 + each.more for each in report.unchecked if each.cause is Cause.PASSED_OVER)
        calls = [f"{count(unsure, 'call')} not checked"] if unsure else []
        more = [*calls, *parts] if errors or left_out or report.fixed else calls
        return ", ".join(["No background tasks found", *more])
    if report.without_types is not None:
        return f"{tasks}, {', '.join(parts)} (arguments not checked: {report.without_types})"
    if reasons:
        parts.insert(0, f"{len(reasons)} not checked ({causes_of(reasons)})")
    return f"{tasks}: {', '.join((f'{len(report.tasks) - len(reasons)} checked', *parts))}"


def causes_of(reasons: list[Reason]) -> str:
    """Return the causes of the reasons, with their numbers if there are several."""
    causes = Counter(map(summary_of, reasons))
    if len(causes) == 1:
        return next(iter(causes))
    return ", ".join(f"{number} {cause}" for cause, number in causes.most_common())
