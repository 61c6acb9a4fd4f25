"""What the messages of mypy say, in the forms that they may have."""

from pathlib import Path
from typing import Any

import pytest
from background_typed_check.command.report import Finding, Report, Task
from background_typed_check.facts.source import Place
from background_typed_check.types.reading import Reader


def message(text: str, column: int, **more: object) -> dict[str, Any]:
    """Return a message as mypy 1.19 has it: without an end, columns from 0."""
    given = {"file": "api.py", "line": 2, "hint": None, "code": "arg-type", "severity": "error"}
    return given | {"message": text, "column": column} | more


def read(*messages: dict[str, Any], in_bytes: bool = False) -> Report:
    """Read the messages of a run."""
    report = Report()
    Reader(report, in_bytes=in_bytes).read([*messages])
    return report


NOTE = 'Background task "send": checked (2:5-3:9)'


def test_an_error_of_a_whole_call_ends_where_the_call_ends() -> None:
    report = read(message(NOTE, 4, code="background-task"), message("No", 4, code="call-arg"))

    assert report.findings == [
        Finding(Place("api.py", 2, 5, 3, 10), "error", "call-arg", "No", callee="send")
    ]


def test_of_another_error_the_end_may_not_be_known() -> None:
    report = read(message(NOTE, 4, code="background-task"), message("No", 8))

    assert report.findings == [
        Finding(Place("api.py", 2, 9), "error", "arg-type", "No", callee="send")
    ]


def test_a_note_is_found_in_the_hint_of_an_error() -> None:
    report = read(message("No", 4, code="call-arg", hint=f"Try this\n{NOTE}\nOr that"))

    assert report.tasks == [Task(Place("api.py", 2, 5, 3, 10), "send")]
    assert [finding.notes for finding in report.findings] == [("Try this", "Or that")]


def test_columns_in_bytes_become_columns_in_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.py").write_text("\né.add_task(é, 'ä', 1)\n", encoding="utf-8")
    note = 'Background task "é": checked (2:1-2:24)'

    report = read(message(note, 0, code="background-task"), message("No", 22), in_bytes=True)

    assert report.tasks == [Task(Place("api.py", 2, 1, 2, 22), "é")]
    assert [finding.place for finding in report.findings] == [Place("api.py", 2, 20)]


def test_columns_of_a_file_that_is_gone_stay_as_they_are() -> None:
    report = read(message(NOTE, 4, code="background-task"), in_bytes=True)

    assert report.tasks == [Task(Place("api.py", 2, 5, 3, 10), "send")]


def test_a_call_with_a_union_of_receivers_is_one_task() -> None:
    other = 'Background task "send": not checked, has type "Any" (2:5-3:9)'

    report = read(message("Union", 4, code="union-attr", hint=f"{NOTE}\n{other}"))

    assert [task.reason for task in report.tasks] == [None]
    assert len(report.findings) == 1


def test_an_error_is_of_the_innermost_task() -> None:
    inner = 'Background task "log": checked (2:20-2:40)'

    report = read(message("No", 30, hint=f"{NOTE}\n{inner}"))

    assert [finding.callee for finding in report.findings] == ["log"]


def test_an_error_of_the_plugins_own_may_stand_outside_of_tasks() -> None:
    report = read(
        message("Dropped", 0, line=9, code="background-dropped"),
        message("Else", 0, line=9, code="misc"),
    )

    assert report.findings == [
        Finding(Place("api.py", 9, 1), "error", "background-dropped", "Dropped")
    ]


def test_a_failure_of_the_plugin_is_said() -> None:
    failure = "background-typed could not check this task, mypy checked it alone; please report"

    report = read(message(failure, 4, code=None, severity="note"))

    assert report.unchecked == [f"api.py:2: {failure}"]
