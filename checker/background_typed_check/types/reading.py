"""What mypy's messages say of background tasks: which there are, and what is wrong with them."""

import re
from collections import defaultdict
from typing import Any, Final, NamedTuple, TypeAlias

from background_typed_mypy.task_note import read_model_note, read_note

from background_typed_check import apis
from background_typed_check.codes import LISTED, MISC, UNCHECKED
from background_typed_check.command.ignores import is_ignored
from background_typed_check.command.report import Finding, Report, Task
from background_typed_check.facts.source import Place
from background_typed_check.rules import codes

TASK: Final = LISTED.name
OWN_CODES: Final = {UNCHECKED.name, *(code.name for code in codes() if code != MISC)}
OWN_FAILURE: Final = "background-typed could not check this task"

# What mypy says of a call as a whole. The rest of what it says there is of the result, `None`.
OF_CALLS: Final = OWN_CODES | {
    "abstract",
    "call-arg",
    "call-overload",
    "deprecated",
    "misc",
    "no-untyped-call",
    "safe-super",
    "type-var",
    "typeddict-item",
    "typeddict-unknown-key",
    "union-attr",
}
NOT_CALLABLE: Final = " not callable"  # its code may be that of the result, too

# What mypy says of the calls that it asks no plugin about.
NAMES_ADDER: Final = re.compile(
    rf'"{apis.ADD_TASK.name}" of "{apis.COLLECTION_NAME}"|"__init__" of "{apis.TASK.name}"'
    rf'|\b(?:to|for) "{apis.TASK.name}"'
)
OF_RESULTS: Final = {"func-returns-value"}

# To await the result raises TypeError, and FastAPI runs no task of a handler that raises.
AWAITED: Final = re.compile(r"\bawait\s+$")

ARGUMENT: Final = "arg-type"

# What is no word of mypy's to an error that it shares a place with.
OWN_NOTE: Final = re.compile(rf'Background task |Error code "{TASK}" not covered by')

# An attribute of an instance is no `Column` at run time, as SQLAlchemy's plugin knows.
UNSURE: Final = re.compile(r"\bColumn\[")

NOT_FOUND: Final = re.compile(r'.* module named "(?P<package>\w+)')

Position: TypeAlias = tuple[int, int]
"""A line and a column, both from 1, as mypy counts them."""


class Span(NamedTuple):
    """From where to where a task goes."""

    begin: Position
    end: Position


class Reader:
    """Reads the messages of a run into a report."""

    def __init__(self, report: Report, *, in_bytes: bool) -> None:
        """Begin, with columns that count bytes or characters."""
        self.report = report
        self.in_bytes = in_bytes
        self.tasks: defaultdict[str, dict[Span, Task]] = defaultdict(dict)
        self.spans: defaultdict[tuple[str, int], list[Span]] = defaultdict(list)
        """The tasks that a line of a file lies in."""
        self.models: defaultdict[str, set[Span]] = defaultdict(set)
        self.missing: defaultdict[str, set[str]] = defaultdict(set)
        """The files that import one of the libraries, which mypy does not find."""

    def read(self, messages: list[dict[str, Any]]) -> None:
        """Take the tasks from the notes of the plugin, then what lies inside of them."""
        for message in messages:
            for text in (message["message"], *hints_of(message)):
                self.read_note(message["file"], text)
            missing = NOT_FOUND.match(message["message"])
            if missing is not None and missing["package"] in apis.DISTRIBUTIONS:
                self.missing[missing["package"]].add(message["file"])
            if message["message"].startswith(OWN_FAILURE):
                place = f"{message['file']}:{message['line']}"
                self.report.unchecked.append(f"{place}: {message['message']}")
        for message in messages:
            finding = self.read_finding(message)
            if finding is not None and not self.is_ignored(finding):
                self.report.findings.append(finding)
        self.report.tasks += [task for tasks in self.tasks.values() for task in tasks.values()]
        self.report.tasks.sort(key=lambda task: start_of(task.place))
        self.report.findings.sort(key=lambda finding: start_of(finding.place))

    def read_note(self, file: str, text: str) -> None:
        """Take what a note is about, if it is one of the plugin's."""
        model = read_model_note(text)
        if model is not None:
            self.models[file].add(Span(model[:2], model[2:]))
        note = read_note(text)
        if note is not None:
            span = Span((note.line, note.column), (note.end_line, note.end_column))
            task = Task(self.place(file, *span), note.callee, note.reason)
            # Of a union of receivers there may be several notes.
            if self.tasks[file].setdefault(span, task) is task:
                for line in range(note.line, note.end_line + 1):
                    self.spans[file, line].append(span)

    def read_finding(self, message: dict[str, Any]) -> Finding | None:
        """Take a diagnostic that lies inside a task, or that is the plugin's own."""
        file, begin = message["file"], (message["line"], message["column"] + 1)
        if message["code"] == TASK or UNSURE.search(message["message"]):
            return None
        tasks = self.tasks.get(file, {})
        # The parser of mypy 2.4 counts too few columns behind what is not ASCII: the end of a task
        # may seem to lie before the last of its arguments, but by one.
        last = begin[0], begin[1] - 1
        around = [
            span for span in self.spans[file, begin[0]] if span.begin <= begin and last <= span.end
        ]
        if not around and not is_ours(message):
            return None
        for model in self.models.get(file, ()):
            # What begins with the model itself may be of the call that it is given to.
            of_call = begin == model.begin and message["code"] == ARGUMENT
            if model.begin <= begin <= model.end and not of_call:
                return None
        innermost = max(around, default=None)
        if innermost is not None and innermost.begin == begin and not is_of_call(message):
            lines = self.lines_of(file)[begin[0] - 1 : begin[0]]
            if not any(AWAITED.search(line[: begin[1] - 1]) for line in lines):
                return None
        end = None
        if "end_line" in message:
            end = message["end_line"], message["end_column"]
        elif innermost is not None and innermost.begin == begin:
            end = innermost.end  # which mypy 1 does not say
        hints = (hint for hint in hints_of(message) if not OWN_NOTE.match(hint))
        return Finding(
            self.place(file, begin, end),
            message["severity"],
            message["code"],
            message["message"],
            tuple(hints),
            tasks[innermost].callee if innermost is not None else None,
        )

    def is_ignored(self, finding: Finding) -> bool:
        """Return whether a comment for pyright switches a diagnostic off, as mypy's own would."""
        source = self.report.disk.source(finding.place.file)
        return source is not None and is_ignored(finding, source)

    def lines_of(self, file: str) -> list[str]:
        """Return the lines of a file."""
        source = self.report.disk.source(file)
        return source.lines if source is not None else []

    def place(self, file: str, begin: Position, end: Position | None) -> Place:
        """Return a place for mypy's positions, the last of which is inside."""
        return Place(
            file,
            begin[0],
            self.characters_before(file, begin[0], begin[1] - 1) + 1,
            end and end[0],
            end and self.characters_before(file, *end) + 1,
        )

    def characters_before(self, file: str, line: int, count: int) -> int:
        """Return how many characters of a line mypy has counted, which may count bytes."""
        lines = self.lines_of(file) if self.in_bytes else []
        if not 0 < line <= len(lines):
            return count
        return len(lines[line - 1].encode()[:count].decode(errors="ignore"))


def is_ours(message: dict[str, Any]) -> bool:
    """Return whether a diagnostic is of a background task wherever it stands."""
    names = NAMES_ADDER.search(message["message"]) is not None
    return message["code"] in OWN_CODES or (names and message["code"] not in OF_RESULTS)


def is_of_call(message: dict[str, Any]) -> bool:
    """Return whether a diagnostic where a call begins is of that call, not of its result."""
    return message["code"] in OF_CALLS or message["message"].endswith(NOT_CALLABLE)


def hints_of(message: dict[str, Any]) -> list[str]:
    """Return the notes that mypy has put to an error at the same place."""
    return message["hint"].split("\n") if message["hint"] else []


def start_of(place: Place) -> tuple[str, int, int]:
    """Return where a place begins, to sort by."""
    return place.file, place.line, place.column
