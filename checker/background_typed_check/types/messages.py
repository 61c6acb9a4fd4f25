"""What mypy says about background tasks: everything inside their spans."""

import ast
from collections import defaultdict
from typing import Any, Final, NamedTuple, TypeAlias

from background_typed_mypy.columns import Columns
from background_typed_mypy.wire import CODE, Kind, Span, Told, read

from background_typed_check import apis
from background_typed_check.codes import OF_PLUGIN
from background_typed_check.facts.source import Place, Source
from background_typed_check.ignores import is_ignored
from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.report import Finding, ListedTask, Report

# The codes for the result of a call, reported where the call begins. Adding a task returns None,
# and what is done with that does not concern the task. Everything else that mypy says inside a
# deferred call is shown.
OF_RESULTS: Final = {
    "arg-type",
    "assignment",
    "dict-item",
    "func-returns-value",
    "list-item",
    "no-any-return",
    "return-value",
    "truthy-bool",
}
# The codes of the plugin itself, which are always about tasks.
OWN_CODES: Final = {code.name for code in OF_PLUGIN}
NOT_FOUND: Final = {"import", "import-not-found", "import-untyped"}
EVERYTHING: Final = None
# mypy does not know of the comments that the command reads.
UNUSED: Final = "unused-ignore"
# The codes of what mypy says in error where such a thing begins.
MISJUDGED: Final = {Kind.MODEL: "call-arg", Kind.FIELD: "arg-type", Kind.COLUMN: EVERYTHING}


Position: TypeAlias = tuple[int, int]
"""A line and a column, both from 1."""


class Spans(NamedTuple):
    """The places in the source that concern background tasks."""

    tasks: list[Place]
    """Deferred calls."""
    uses: list[Place]
    """Other uses of collections, and backgrounds of responses."""


class Messages:
    """The messages of a run, to be put into a report."""

    def __init__(self, report: Report, spans: Spans, columns: Columns) -> None:
        """Start from what the source shows."""
        self.report = report
        self.columns = columns
        self.tasks: defaultdict[str, dict[Place, ListedTask]] = defaultdict(dict)
        """The deferred calls in each file that the plugin checked."""
        self.deferred = {*spans.tasks}
        """All deferred calls."""
        self.spans: defaultdict[tuple[str, int], list[Place]] = defaultdict(list)
        """The spans around each line of a file."""
        self.misjudged: defaultdict[str, list[tuple[Kind, Place]]] = defaultdict(list)
        self.missing: defaultdict[str, set[str]] = defaultdict(set)
        """The files that import each library that mypy does not find."""
        for each in (*spans.tasks, *spans.uses):
            self.add(each)

    def read(self, messages: list[dict[str, Any]]) -> None:
        """Take the spans from the notes of the plugin, then the messages inside them."""
        for message in messages:
            for text in (message["message"], *hints_of(message)):
                told = read(text)
                if told is not None:
                    self.take(told, message["file"])
            if message["code"] in NOT_FOUND:
                for package in imported_at(message["line"], self.source(message["file"])):
                    self.missing[package].add(message["file"])
        for message in messages:
            finding = self.finding_in(message)
            if finding is not None:
                self.report.findings.append(finding)
        self.report.tasks += [task for tasks in self.tasks.values() for task in tasks.values()]
        self.report.tasks.sort(key=lambda task: task.place[:3])
        self.report.findings.sort(key=lambda finding: finding.place[:3])

    def take(self, told: Told, file: str) -> None:
        """Take what a note of the plugin tells."""
        place = self.place(file, told.span.begin, told.span.end, self.columns)
        if told.kind is Kind.FAILED:
            failure = Obstacle(Cause.OWN_FAILURE, file=file, line=told.span.line)
            self.report.unchecked.append(failure)
        if told.kind in {Kind.FAILED, Kind.TASK}:
            # A union of receivers may have several notes.
            task = ListedTask(place, told.callee, told.reason)
            self.tasks[file].setdefault(place, task)
            self.deferred.add(place)
            self.add(place)
        elif told.kind is Kind.USE:
            self.add(place)
        elif told.kind is Kind.OTHER:
            self.report.others[file].add(place.line)
        else:
            self.misjudged[file].append((told.kind, place))

    def add(self, place: Place) -> None:
        """Add a place that concerns background tasks, unless it is already known."""
        for line in range(place.line, (place.end_line or place.line) + 1):
            if place not in self.spans[place.file, line]:
                self.spans[place.file, line].append(place)

    def finding_in(self, message: dict[str, Any]) -> Finding | None:
        """Return the finding of a message, if it concerns background tasks."""
        # mypy may say that a comment does not cover the code of the notes of the plugin.
        if read(message["message"]) is not None or f'"{CODE}"' in message["message"]:
            return None
        file, begin = message["file"], (message["line"], message["column"] + 1)
        end = (message["end_line"], message["end_column"]) if "end_line" in message else None
        # The plugin's own errors come from the source.
        is_own = message["code"] in OWN_CODES
        place = self.place(file, begin, end, Columns.CHARACTERS if is_own else self.columns)
        around = [each for each in self.spans[file, place.line] if is_inside(place, each)]
        if not (around or is_own) or message["code"] == UNUSED:
            return None
        if self.is_misjudged(place, message["code"]):
            return None
        around.sort(key=begin_of, reverse=True)
        innermost = around[0] if around else place
        if begin_of(innermost) == begin_of(place):
            if message["code"] in OF_RESULTS and self.is_of_result(place, around):
                return None
            if end is None:  # mypy 1 does not give it
                place = innermost
        task = next(filter(None, map(self.tasks[file].get, around)), None)
        hints = (hint for hint in hints_of(message) if read(hint) is None)
        finding = Finding(
            place,
            message["severity"],
            message["code"],
            message["message"],
            tuple(hints),
            task.callee if task is not None else None,
            is_of_rule=is_own,
        )
        return finding if not is_ignored(finding, self.report, innermost) else None

    def is_of_result(self, place: Place, around: list[Place]) -> bool:
        """Return whether a diagnostic where calls begin is about the result of a deferred call."""
        if any(begin_of(each) < begin_of(place) or each not in self.deferred for each in around):
            return False  # what is done with the result is part of another span
        # Awaiting the result raises TypeError, and FastAPI runs no task of a handler that raises.
        source = self.source(place.file)
        return source is None or not any(
            isinstance(each, ast.Await) and source.place(each.value)[:3] == place[:3]
            for each in ast.walk(source.tree)
        )

    def is_misjudged(self, place: Place, code: str | None) -> bool:
        """Return whether a diagnostic is about something that mypy misjudges."""
        return any(
            begin_of(span) == begin_of(place) and MISJUDGED[kind] in {code, EVERYTHING}
            for kind, span in self.misjudged[place.file]
        )

    def source(self, file: str) -> Source | None:
        """Return a file as it was read."""
        return self.report.disk.source(file)

    def place(self, file: str, begin: Position, end: Position | None, columns: Columns) -> Place:
        """Return the place between mypy's positions, of which the last is inclusive."""
        source = self.source(file)
        span = Span(*begin, *(end or begin))
        if source is None:
            place = Place(file, *begin, span.end_line, span.end_column + 1)
        else:
            place = columns.place_of(span, source)._replace(file=file)
        return place if end is not None else place._replace(end_line=None, end_column=None)


def is_inside(place: Place, span: Place) -> bool:
    """Return whether a diagnostic lies in a span."""
    if begin_of(span) == begin_of(place) and end_of(place) > end_of(span):
        return False  # about something that only begins with it
    return begin_of(span) <= begin_of(place) <= end_of(span)


def begin_of(place: Place) -> Position:
    """Return the first line and column of a place."""
    return place.line, place.column


def end_of(place: Place) -> Position:
    """Return the last line and column of a place."""
    return place.end_line or place.line, (place.end_column or place.column + 1) - 1


def imported_at(line: int, source: Source | None) -> set[str]:
    """Return which of the libraries a line imports."""
    names: list[str] = []
    for node in ast.walk(source.tree) if source is not None else ():
        if getattr(node, "lineno", 0) != line:
            continue
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return {name.partition(".")[0] for name in names} & apis.DISTRIBUTIONS.keys()


def hints_of(message: dict[str, Any]) -> list[str]:
    """Return the notes that mypy gives with an error at the same place."""
    return message["hint"].split("\n") if message["hint"] else []
