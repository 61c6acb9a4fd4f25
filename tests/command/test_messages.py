"""How the messages of mypy are read, in all their forms."""

from pathlib import Path
from typing import Any

import pytest
from background_typed_check.facts.source import Place
from background_typed_check.reasons import Cause, Obstacle, Reason, Why
from background_typed_check.report import Finding, ListedTask, Report
from background_typed_check.types.messages import Messages, Spans
from background_typed_mypy import wire
from background_typed_mypy.columns import Columns
from background_typed_mypy.wire import Kind, Told


def message(text: str, column: int, **more: object) -> dict[str, Any]:
    """Return a message in the form of mypy 1.19: without an end, with columns from 0."""
    given = {"file": "api.py", "line": 2, "hint": None, "code": "arg-type", "severity": "error"}
    return given | {"message": text, "column": column} | more


def read(
    *messages: dict[str, Any],
    columns: Columns = Columns.CHARACTERS,
    tasks: tuple[Place, ...] = (),
    uses: tuple[Place, ...] = (),
) -> Report:
    """Read the messages of a run."""
    report = Report()
    spans = Spans([*tasks], [*uses])
    Messages(report, spans, columns).read([*messages])
    return report


def note(
    callee: str,
    *span: int,
    kind: Kind = Kind.TASK,
    reason: Reason | None = None,
) -> str:
    """Return what the plugin reports about a span."""
    return wire.write(Told(kind, wire.Span(*span), callee, reason))


NOTE = note("send", 2, 5, 3, 9)


def test_an_error_about_a_whole_call_ends_where_the_call_ends() -> None:
    report = read(message(NOTE, 4, code=wire.CODE), message("No", 4, code="call-arg"))

    assert report.findings == [
        Finding(Place("api.py", 2, 5, 3, 10), "error", "call-arg", "No", callee="send")
    ]


def test_the_end_of_another_error_may_be_unknown() -> None:
    report = read(message(NOTE, 4, code=wire.CODE), message("No", 8))

    assert report.findings == [
        Finding(Place("api.py", 2, 9), "error", "arg-type", "No", callee="send")
    ]


def test_a_note_is_found_in_the_hint_of_an_error() -> None:
    report = read(message("No", 4, code="call-arg", hint=f"Try this\n{NOTE}\nOr that"))

    assert report.tasks == [ListedTask(Place("api.py", 2, 5, 3, 10), "send")]
    assert [finding.notes for finding in report.findings] == [("Try this", "Or that")]


def test_columns_in_bytes_become_columns_in_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.py").write_text("\né.add_task(é, 'ä', 1)\n", encoding="utf-8")
    told = note("é", 2, 1, 2, 24)

    report = read(message(told, 0, code=wire.CODE), message("No", 22), columns=Columns.BYTES)

    assert report.tasks == [ListedTask(Place("api.py", 2, 1, 2, 22), "é")]
    assert [finding.place for finding in report.findings] == [Place("api.py", 2, 20)]


def test_columns_in_a_deleted_file_stay_as_they_are() -> None:
    report = read(message(NOTE, 4, code=wire.CODE), columns=Columns.BYTES)

    assert report.tasks == [ListedTask(Place("api.py", 2, 5, 3, 10), "send")]


def test_a_call_with_a_union_of_receivers_is_one_task() -> None:
    other = note("send", 2, 5, 3, 9, reason=Reason(Why.ANY))

    report = read(message("Union", 4, code="union-attr", hint=f"{NOTE}\n{other}"))

    assert [task.reason for task in report.tasks] == [None]
    assert len(report.findings) == 1


def test_an_error_belongs_to_the_innermost_task() -> None:
    inner = note("log", 2, 20, 2, 40)

    report = read(message("No", 30, hint=f"{NOTE}\n{inner}"))

    assert [finding.callee for finding in report.findings] == ["log"]


def test_an_error_of_the_plugin_may_be_outside_tasks() -> None:
    report = read(
        message("Dropped", 0, line=9, code="background-dropped"),
        message("Else", 0, line=9, code="misc"),
    )

    assert report.findings == [
        Finding(Place("api.py", 9, 1), "error", "background-dropped", "Dropped", is_of_rule=True)
    ]


def test_a_failure_of_the_plugin_is_reported() -> None:
    failed = wire.write(Told(Kind.FAILED, wire.Span(2, 5, 3, 9)))

    report = read(message(failed, 4, code=wire.CODE, severity="note"))

    assert report.unchecked == [Obstacle(Cause.OWN_FAILURE, file="api.py", line=2)]


RESULTS = [
    "arg-type",
    "assignment",
    "dict-item",
    "func-returns-value",
    "list-item",
    "no-any-return",
    "return-value",
    "truthy-bool",
]


@pytest.mark.parametrize("code", RESULTS)
def test_errors_about_the_result_of_a_task_are_left_out(code: str) -> None:
    assert read(message(NOTE, 4, code=wire.CODE), message("No", 4, code=code)).findings == []


@pytest.mark.parametrize("code", ["call-arg", "misc", "used-before-def", "a-code-of-tomorrow"])
def test_other_errors_where_a_task_begins_are_shown(code: str) -> None:
    report = read(message(NOTE, 4, code=wire.CODE), message("No", 4, code=code))

    assert [finding.code for finding in report.findings] == [code]


def test_errors_that_go_beyond_a_task_are_left_out() -> None:
    wider = message("No", 4, code="operator", end_line=3, end_column=12)

    assert read(message(NOTE, 4, code=wire.CODE), wider).findings == []


def test_errors_about_an_argument_that_is_a_task_are_shown() -> None:
    inner = note("log", 2, 20, 2, 40)

    report = read(message("No", 19, hint=f"{NOTE}\n{inner}"))

    assert [finding.callee for finding in report.findings] == ["log"]


@pytest.mark.parametrize("code", ["unused-coroutine", *RESULTS])
def test_all_errors_in_another_use_are_shown(code: str) -> None:
    use = Place("api.py", 2, 5, 3, 10)

    assert len(read(message("No", 4, code=code), uses=(use,)).findings) == 1
    told = note("", 2, 5, 3, 9, kind=Kind.USE)
    assert len(read(message(told, 4, code=wire.CODE), message("No", 4, code=code)).findings) == 1


def test_errors_in_a_task_that_only_the_source_shows_are_shown() -> None:
    task = Place("api.py", 2, 5, 3, 10)

    assert len(read(message("No", 8), tasks=(task,)).findings) == 1
    assert read(message("No", 4, code="assignment"), tasks=(task,)).findings == []


def test_what_begins_as_a_column_of_a_table_is_not_judged() -> None:
    column = note("", 2, 9, 2, 15, kind=Kind.COLUMN)
    told = [message(each, 4, code=wire.CODE) for each in (NOTE, column)]

    report = read(
        *told,
        message("Column", 8),
        message("Attribute", 8, code="attr-defined"),
        message("Inside", 10, code="name-defined"),
        message("Other", 16),
    )

    assert [finding.message for finding in report.findings] == ["Inside", "Other"]


def test_number_and_types_of_arguments_of_a_model_are_not_judged() -> None:
    model = note("", 2, 9, 2, 25, kind=Kind.MODEL)
    field = note("", 2, 13, 2, 20, kind=Kind.FIELD)
    told = [message(each, 4, code=wire.CODE) for each in (NOTE, model, field)]

    report = read(
        *told,
        message("Number", 8, code="call-arg"),
        message("Type", 12),
        message("Call", 8),
        message("Name", 12, code="name-defined"),
        message("Inside", 14),
    )

    assert [finding.message for finding in report.findings] == ["Call", "Name", "Inside"]


def test_a_task_where_the_plugin_fails_is_still_a_task() -> None:
    failed = wire.write(Told(Kind.FAILED, wire.Span(2, 5, 3, 9)))

    report = read(message(failed, 4, code=wire.CODE), message("By mypy", 8))

    assert len(report.tasks) == len(report.findings) == 1


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("    await tasks.add_task(f)", 1),
        ("    await (tasks.add_task(f))", 1),
        ("    return tasks.add_task(f)", 0),
    ],
)
def test_what_is_awaited_is_not_left_out(
    line: str, shown: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.py").write_text(f"async def handle(tasks):\n{line}\n", encoding="utf-8")
    column = line.index("tasks")
    told = note("f", 2, column + 1, 2, column + 17)

    report = read(
        message(told, column, code=wire.CODE), message("No", column, code="func-returns-value")
    )

    assert len(report.findings) == shown
