"""A mistake of ours costs the user one note: mypy's own check of the call goes on."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from background_typed_check.settings import Settings
from background_typed_mypy import check, uses, wire
from background_typed_mypy.records import Records
from mypy import api
from mypy.options import Options

PROGRAM = """\
from starlette.background import BackgroundTask, BackgroundTasks

def send(to: str) -> None: ...

def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, 1)
    print(BackgroundTask(send, 1))
"""
NOTE = (
    "note: background-typed could not check this task, so mypy checked it alone: please "
    "report it, with what --show-traceback prints"
)


def fail(_ctx: object) -> None:
    """Fail as our code might."""
    message = "a mistake of ours"
    raise RuntimeError(message)


@pytest.fixture
def program(tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write the program, and return the arguments that check it."""
    (tmp_path / "mypy.ini").write_text("[mypy]\nplugins = background_typed_mypy\n")
    (tmp_path / "program.py").write_text(PROGRAM)
    shutil.copytree(libraries, tmp_path / ".mypy_cache")
    monkeypatch.chdir(tmp_path)
    return ["--config-file=mypy.ini", "program.py"]


def test_mypys_own_check_continues_with_one_note_per_call(
    program: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "take_apart", lambda *_: fail(None))
    out, err, status = api.run(program)
    assert out.splitlines() == [
        f"program.py:6: {NOTE}",
        (
            'program.py:6: error: Argument 2 to "add_task" of "BackgroundTasks" has incompatible '
            'type "int"; expected "str"  [arg-type]'
        ),
        f"program.py:7: {NOTE}",
        (
            'program.py:7: error: Argument 2 to "BackgroundTask" has incompatible type "int"; '
            'expected "str"  [arg-type]'
        ),
        "Found 2 errors in 1 file (checked 1 source file)",
    ]
    assert (err, status) == ("", 1)


def test_the_command_is_told_of_a_mistake_in_place_of_the_note(
    program: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "take_apart", lambda *_: fail(None))
    with Path("mypy.ini").open("a") as settings:  # of this module alone: the cache stays valid
        settings.write(f"[mypy-program]\nenable_error_code = {wire.CODE}\n")
    out, _, _ = api.run(program)
    assert NOTE not in out
    told = [wire.read(line.partition("note: ")[2]) for line in out.splitlines()]
    assert [each and each.kind for each in told if each] == [wire.Kind.FAILED] * 2


def test_uses_are_left_alone_for_a_checker_that_is_not_mypys() -> None:
    ctx: Any = SimpleNamespace(api=None, default_signature="its own")
    assert uses.tell_call(ctx) is uses.tell_background(ctx) is ctx.default_signature


def test_errors_before_the_mistake_stay_reported(
    program: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check.Checks, "forget", lambda *_: fail(None))
    out, _, _ = api.run(program)
    error = 'error: Argument 1 to "send" has incompatible type "int"; expected "str"  [arg-type]'
    assert out.splitlines()[:-1] == [
        f"program.py:6: {NOTE}",
        f"program.py:6: {error}",
        f"program.py:7: {NOTE}",
        f"program.py:7: {error}",
    ]


def test_the_traceback_is_shown_on_request(
    program: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "take_apart", lambda *_: fail(None))
    api.run(["--show-traceback", *program])
    assert "RuntimeError: a mistake of ours" in capsys.readouterr().err


def test_raw_exceptions_are_raised_on_request(
    program: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "take_apart", lambda *_: fail(None))
    with pytest.raises(RuntimeError, match="a mistake of ours"):
        api.run(["--raise-exceptions", *program])


def test_a_checker_that_is_not_mypys_own_is_left_alone() -> None:
    signature = object()
    ctx = SimpleNamespace(api=object(), default_signature=signature)
    checks = check.Checks(Records(Options()), Settings())
    assert checks.check_deferred_call(ctx) is signature  # type: ignore[arg-type]  # a stand-in
