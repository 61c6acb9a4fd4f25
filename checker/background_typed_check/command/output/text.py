"""The formats for readers: `text` and `concise`, and the summary."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Final

from background_typed_check.codes import NO_ATTRIBUTE
from background_typed_check.command.output.excerpt import Excerpt, from_here, start_of
from background_typed_check.command.output.paint import Paint, has_links, leave_plain, linked
from background_typed_check.command.output.streams import columns_of
from background_typed_check.facts.source import Place
from background_typed_check.pages import page_of
from background_typed_check.reasons import Cause, Reason, Why
from background_typed_check.report import Finding, Report
from background_typed_check.wording import count, summary_of, words_of

# What keeps whole files from being checked.
OF_FILES: Final = {
    Cause.HIDDEN,
    Cause.NOTEBOOKS,
    Cause.NOT_BY_MYPY,
    Cause.NOT_BY_RULES,
    Cause.NOT_PYTHON,
    Cause.UNPRINTABLE,
    Cause.UNREADABLE,
}
STYLES: Final = {"error": "bold red", "note": "bold blue"}
HINTS: Final = {"help": "bold cyan", "info": "bold blue", "note": "bold blue"}
MOST_RELATED: Final = 4
UNSAFE: Final = "This is an unsafe fix and may change runtime behavior"


def show(report: Report, paint: Paint) -> Iterator[str]:
    """Yield each finding with the source that it is about, and an empty line after it."""
    columns = columns_of(sys.stdout)
    for finding in report.findings:
        yield f"{label(finding, report, paint)} {paint(finding.message, 'bold')}"
        yield from places(finding, report, columns, paint)
        yield from notes(finding, paint)
        yield from change(finding, report, columns, paint)
        yield ""


def show_concisely(report: Report, paint: Paint) -> Iterator[str]:
    """Yield each finding in a line."""
    for finding in report.findings:
        yield f"{start_of(finding.place)}: {label(finding, report, paint)} {finding.message}"


def show_tasks(report: Report, paint: Paint) -> Iterator[str]:
    """Yield each task, one per line."""
    for task in report.tasks:
        callee = paint(task.callee or "the callee", "bold")
        state = "checked" if task.reason is None else f"not checked ({words_of(task.reason, 'it')})"
        yield f"{start_of(task.place)}: {callee}: {state}"


def label(finding: Finding, report: Report, paint: Paint) -> str:
    """Return the code of a finding, and whether it can be corrected without asking."""
    style = STYLES[finding.severity]
    code = paint(finding.code, style) if finding.code else f"{paint(finding.severity, style)}:"
    page = page_of(finding) if paint is not leave_plain and has_links(sys.stdout) else None
    code = linked(code, page) if page is not None else code
    return f"{code} [{paint('*', 'cyan')}]" if report.can_correct(finding) else code


def places(finding: Finding, report: Report, columns: int | None, paint: Paint) -> Iterator[str]:
    """Yield the source that a finding is about."""
    style = STYLES[finding.severity]
    main = Excerpt(finding.place, lines_of(finding.place, report), columns, style)
    related = finding.related[:MOST_RELATED]
    near = [each for each in related if main.shows(each.at)]
    yield from main.rows(near, paint)
    for each in related:
        if each not in near:
            yield hint("info", each.what, paint)
            place = each.at._replace(file=from_here(each.at.file))
            yield from Excerpt(place, lines_of(each.at, report), columns).rows((), paint)
    more = len(finding.related) - len(related)
    if more:
        yield hint("info", f"and {more} more", paint)


def lines_of(place: Place, report: Report) -> list[str]:
    """Return the lines of the file of a place, or none if it cannot be read."""
    source = report.disk.source(place.file)
    return source.lines if source is not None else []


def notes(finding: Finding, paint: Paint) -> Iterator[str]:
    """Yield what to write instead, if a rule says it, and the other notes."""
    for number, note in enumerate(finding.notes):
        yield hint("help" if finding.is_of_rule and not number else "note", note, paint)


def change(finding: Finding, report: Report, columns: int | None, paint: Paint) -> Iterator[str]:
    """Yield what would correct a finding, if that is known, and whether more may change."""
    if not finding.edits:
        return
    from background_typed_check.command.output.correction import correction  # noqa: PLC0415  # rarely needed

    rows = [*correction(finding, report, columns, paint)]
    yield from rows
    if rows and not all(each.is_safe for each in finding.edits):
        yield hint("note", UNSAFE, paint)


def hint(kind: str, words: str, paint: Paint) -> str:
    """Return a line below a finding."""
    return f"{paint(kind, HINTS[kind])}: {words}"


def summarize(report: Report, paint: Paint) -> str:
    """Return in one line how many tasks there are, how many are checked, and how many errors."""
    files = {task.place.file for task in report.tasks}
    tasks = f"{count(len(report.tasks), 'background task')} in {count(len(files), 'file')}"
    reasons = [task.reason for task in report.tasks if task.reason is not None]
    errors = sum(finding.severity == "error" for finding in report.findings)
    left_out = sum(1 + each.more for each in report.unchecked if each.cause in OF_FILES)
    parts = [paint(count(errors, "error"), "bold red") if errors else "no errors"]
    if report.fixed:
        parts.append(f"{report.fixed.total()} fixed")
    if left_out:
        parts.append(f"{count(left_out, 'file')} left out")
    unlisted = unlisted_in(report)
    if not report.tasks:
        is_alone = not (errors or left_out or report.fixed)
        return ", ".join([*without_tasks(report, unlisted), *([] if is_alone else parts)])
    if unlisted:
        parts.insert(0, f"{count(unlisted, 'more call')} not checked")
    if report.without_types is not None:
        return f"{tasks}, {', '.join(parts)} (arguments not checked: {report.without_types})"
    if reasons:
        parts.insert(0, f"{len(reasons)} not checked ({causes_of(reasons)})")
    return f"{tasks}: {', '.join((f'{len(report.tasks) - len(reasons)} checked', *parts))}"


def unlisted_in(report: Report) -> int:
    """Return how many calls seem to add tasks, but are not listed because nobody knows it."""
    listed = {task.place[:2] for task in report.tasks}
    return sum(
        place not in listed and reason.why is not Why.ELSEWHERE
        for place, reason in report.passed_over.items()
    )


def without_tasks(report: Report, unlisted: int) -> Iterator[str]:
    """Yield what the summary says of a run without tasks: what should add them may be misspelt."""
    is_misspelt = any(each.code == NO_ATTRIBUTE.name for each in report.findings)
    yield f"No background tasks {'are added' if is_misspelt else 'found'}"
    if unlisted:
        yield f"{count(unlisted, 'call')} not checked"


def causes_of(reasons: list[Reason]) -> str:
    """Return the causes of the reasons, with their numbers if there are several."""
    causes = Counter(map(summary_of, reasons))
    if len(causes) == 1:
        return next(iter(causes))
    return ", ".join(f"{number} {cause}" for cause, number in causes.most_common())


def fixes(report: Report, paint: Paint) -> Iterator[str]:
    """Yield in a line, if anything can be corrected, how many findings and by which options."""
    safe = sum(map(report.can_correct, report.findings))
    unsafe = sum(bool(each.edits) for each in report.findings) - safe
    more = f'{unsafe} unsafe fix{"es" if unsafe > 1 else ""} available with "--fix --unsafe-fixes"'
    if safe:
        star = f"[{paint('*', 'cyan')}]"
        yield f'{star} {safe} fixable with "--fix"{f" ({more})" if unsafe else ""}.'
    elif unsafe:
        yield f"{more}."
