"""What stops mypy, in all forms of its messages, and cases that real runs never reach."""

import io
from pathlib import Path

import pytest
from background_typed_check.command.output.streams import write
from background_typed_check.environment import find_environment
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.source import Source
from background_typed_check.reasons import NothingCheckedError
from background_typed_check.report import Report
from background_typed_check.types.blockers import Blocker, find_blocker, syntax_error
from background_typed_check.types.grouping import Group
from background_typed_check.types.naming import Module
from background_typed_check.types.runs import run_mypy
from background_typed_check.types.settings import Settings
from mypy.options import Options
from mypy.util import DecodeError


@pytest.mark.parametrize(
    ("lines", "blocker"),
    [
        (
            ["a.py:2: error: Unknown  [import-not-found]", "b.py:1: error: No  [syntax]"],
            Blocker("No", "b.py", 1, "b", "syntax"),
        ),
        (
            ["a.py:2: error: Newer  [syntax]", "b/__init__.py:1: error: No  [syntax]"],
            Blocker("No", "b/__init__.py", 1, "b", "syntax"),
        ),
        (
            ['c.py: error: Duplicate module named "c"', "c.py: note: Why"],
            Blocker('Duplicate module named "c"', "c.py", None, "b"),
        ),
        (
            ["mypy: can't decode file './d.py': 'utf-8' codec"],
            Blocker("mypy: can't decode file './d.py': 'utf-8' codec", "d.py", None, "b"),
        ),
        (["a.py:2: error: No  [misc]"], Blocker("No", "a.py", 2, "b", "misc")),
        (
            [
                '{"file": "a.py", "line": -1, "message": "No", "code": null, "severity": "error"}',
            ],
            Blocker("No", "a.py", None, "b"),
        ),
    ],
)
def test_what_stops_mypy_is_found_in_what_it_says(lines: list[str], blocker: Blocker) -> None:
    assert find_blocker(lines, "b") == blocker


def test_an_exit_without_a_crash_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def leave(*arguments: object) -> None:
        print("mypy: no", file=arguments[-1])  # type: ignore[call-overload]  # a stream
        raise SystemExit(2)

    monkeypatch.setattr("mypy.build.build", leave)
    settings = Settings(find_environment(None), str(tmp_path))
    group = Group([Module("a.py", "a", str(tmp_path))], [])

    with pytest.raises(NothingCheckedError, match=r"^mypy: no$"):
        run_mypy([group], settings, Report(telling=["a.py"]), print)


def test_a_failure_without_a_cache_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError(1)

    monkeypatch.setattr("mypy.build.build", fail)
    (tmp_path / "file").touch()
    settings = Settings(find_environment(None), str(tmp_path / "file"))
    group = Group([Module("a.py", "a", str(tmp_path))], [])

    with pytest.raises(NothingCheckedError, match=r"^mypy failed \(ValueError: 1\)$"):
        run_mypy([group], settings, Report(telling=["a.py"]), print)


@pytest.mark.parametrize("error", [MemoryError, RecursionError, DecodeError])
def test_what_crashes_mypys_parser_is_left_to_mypy(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr("background_typed_check.types.blockers.parse", fail)
    (tmp_path / "a.py").write_text("def (:")
    module = Module(str(tmp_path / "a.py"), "a", str(tmp_path))

    assert syntax_error(module, Options()) is None


def test_any_kind_of_stream_can_be_written() -> None:
    stream = io.StringIO()

    write(["one", "two"], stream)

    assert stream.getvalue() == "one\ntwo\n"


def test_comments_are_read_as_far_as_python_can() -> None:
    source = Source("a.py", b"x = 1  # one\ny = '# two'\nz = '''\n# three")

    assert source.comments == {1: "# one"}


def test_a_file_that_cannot_be_read_is_not_a_source(tmp_path: Path) -> None:
    assert Disk().source(str(tmp_path / "nothing.py")) is None
