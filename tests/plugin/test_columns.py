"""How mypy counts columns, and what the command makes of them."""

import ast
from pathlib import Path

import pytest
from background_typed_check.facts.source import Place, Source
from background_typed_check.report import Report
from background_typed_check.types.messages import Messages, Spans
from background_typed_mypy.columns import Columns
from background_typed_mypy.internals import columns_of, span_of, subexpressions
from background_typed_mypy.wire import Span
from mypy.errors import Errors
from mypy.options import Options
from mypy.parse import parse

TEXT = '''é = 1
日本 = 2; x = "é😀 "; print(é, 日本); print("日", é)
日.f(日, "日"); print("😀😀", 日.f("😀"))
def f():
    """日本
日本"""; 日.é(é)
    return f("日本語", é=[日 for 日 in 日本]), {"日本語": 1, "b": 日 if é else -é}
'''


def has_new_parser() -> bool:
    """Return whether this mypy has the parser that version 2.4 uses by default."""
    return bool(getattr(Options(), "native_parser", False))


@pytest.mark.parametrize(
    "is_new",
    [
        False,
        pytest.param(True, marks=pytest.mark.skipif(not has_new_parser(), reason="mypy < 2.4")),
    ],
)
def test_an_expression_is_where_mypy_sees_it(*, is_new: bool) -> None:
    options = Options()
    options.native_parser = is_new
    columns, source = columns_of(options), Source("a.py", TEXT.encode())
    more = {"eager": True} if is_new else {}
    tree = parse(TEXT.encode(), "a.py", "a", Errors(options), options, **more)

    seen = {span_of(each) for each in subexpressions(tree)}
    calls = [each for each in ast.walk(source.tree) if isinstance(each, ast.Call)]

    assert {columns.span_of(each, source) for each in calls} <= seen
    for each in calls:
        assert columns.place_of(columns.span_of(each, source), source) == source.place(each)


def test_a_version_of_mypy_that_we_do_not_know_is_taken_to_count_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = Options()
    options.native_parser = True
    monkeypatch.setattr("background_typed_mypy.internals.PROBE", "")

    assert columns_of(options) is Columns.CHARACTERS


def test_a_place_that_is_not_an_expression_is_found_by_its_columns() -> None:
    source = Source("a.py", 'x = "日"; pass; pass'.encode())

    assert Columns.TOO_FEW.place_of(Span(1, 12, 1, 15), source) == Place("a.py", 1, 14, 1, 18)


@pytest.mark.parametrize("columns", Columns)
def test_an_error_of_a_rule_is_where_the_rule_says(
    columns: Columns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text('x = "日本日本日本"; tasks.add_task(gen)\n', encoding="utf-8")
    report = Report()
    error = {"file": "a.py", "line": 1, "column": 29, "end_line": 1, "end_column": 32}
    more = {"code": "background-never-runs", "severity": "error", "hint": None, "message": "No"}

    Messages(report, Spans([], []), columns).read([{**error, **more}])

    assert [(each.place.column, each.place.end_column) for each in report.findings] == [(30, 33)]
