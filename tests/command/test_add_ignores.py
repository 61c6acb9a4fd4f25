"""`--add-ignores`: comments that ignore what is found now."""

from pathlib import Path

import pytest
from background_typed_check.command import added_ignores
from background_typed_check.command.added_ignores import ignore_in_files
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding, Report
from conftest import Project, refused
from mypy import api

pytestmark = pytest.mark.once

API = '''\
from collections.abc import Iterator
from starlette.background import BackgroundTasks
def send(to: str, text: str = "") -> None: ...
def export(to: str = "") -> Iterator[int]:
    yield 1
def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, 1)
    tasks.add_task(send, 1, zz=2)  # type: ignore[arg-type]
    tasks.add_task(export, 1)  # noqa: E501
    tasks.add_task(
        export,  # why
        1
    )
    tasks.add_task(send, \\
        "a", 1, 2)
    tasks.add_task(send, x="""
    """, \\
    )
'''
IGNORED = API
for before, after in {
    "(send, 1)\n": "(send, 1)  # type: ignore[arg-type]\n",
    "ignore[arg-type]\n    tasks.add_task(export": "ignore[arg-type, call-arg]\n"
    "    tasks.add_task(export",
    "  # noqa": "  # type: ignore[background-never-runs, arg-type]  # noqa",
    "  # why\n        1": "  # type: ignore[background-never-runs]  # why\n"
    "        1  # type: ignore[arg-type]",
    "1, 2)": "1, 2)  # type: ignore[call-arg, arg-type]",
    "    )\n": "    )  # type: ignore[call-arg]\n",
}.items():
    head, found, tail = IGNORED.rpartition(before)
    assert found
    IGNORED = head + after + tail


def added(
    text: bytes, *places: tuple[int, int, str | None], tmp_path: Path
) -> tuple[str, list[str]]:
    """Return a text with ignored findings from one line to another, and what is said."""
    file = tmp_path / "api.py"
    file.write_bytes(text)
    report = Report(
        findings=[
            Finding(Place(str(file), begin, 1, end, 2), "error", code, "wrong")
            for begin, end, code in places
        ]
    )
    _, failures = ignore_in_files(report)
    return file.read_bytes().decode("latin-1"), [
        each.replace(str(file), "api.py") for each in failures
    ]


@pytest.mark.repeats
def test_a_new_run_finds_nothing(project: Project) -> None:
    project.write({"api.py": API, "fine.py": "x = 1\n"})

    done = project.run("--add-ignores")

    assert (done.stdout, done.stderr, done.returncode) == (
        "Added 7 ignore comments in 1 file\n",
        "",
        0,
    )
    assert (project.folder / "api.py").read_text() == IGNORED
    assert "no errors" in project.run("--warn-unused").stdout
    again = project.run("--add-ignores", "--quiet")
    assert (again.stdout, again.stderr, again.returncode) == ("", "", 0)
    assert (project.folder / "api.py").read_text() == IGNORED


def test_a_run_of_mypy_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "api.py").write_text(IGNORED)
    settings = tmp_path / "mypy.ini"
    settings.write_text("[mypy]\nplugins = background_typed_mypy\nwarn_unused_ignores = true\n")
    cache = tmp_path / "cache"
    done = api.run([f"--config-file={settings}", f"--cache-dir={cache}", f"{tmp_path / 'api.py'}"])
    assert done == ("Success: no issues found in 1 source file\n", "", 0)


def test_only_what_the_rules_find_is_ignored_without_types(project: Project) -> None:
    project.write({"api.py": API})
    done = project.run("--add-ignores", "--no-types")
    assert (done.stdout, done.returncode) == ("Added 2 ignore comments in 1 file\n", 0)
    assert "no errors" in project.run("--no-types").stdout


def test_a_finding_without_room_for_a_comment_is_reported(project: Project) -> None:
    text = API.partition("    tasks.add_task(send, 1)")[0]
    project.write({"api.py": f'{text}    tasks.add_task(export, """\n    """)\n'})
    done = project.run("--add-ignores")
    assert done.stdout == "Added 0 ignore comments in 0 files\n"
    assert (
        done.stderr == "background-typed: api.py:7: not ignored: no line of it can hold a comment\n"
    )
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"call()", "call()  # type: ignore[x]"),
        (b"call()\r\n", "call()  # type: ignore[x]\r\n"),
        (b"\xef\xbb\xbfcall() \t\n", "\xef\xbb\xbfcall() \t  # type: ignore[x]\n"),
        (b"call()  # type: ignore[y ]", "call()  # type: ignore[y, x ]"),
        (b"call()  # type: ignore[y]  # noqa", "call()  # type: ignore[y, x]  # noqa"),
        (b"call()  # type: int", "call()  # type: int  # type: ignore[x]"),
        (
            b"call()  # noqa # type: ignore[y]",
            "call()  # type: ignore[x]  # noqa # type: ignore[y]",
        ),
        (b"call()  # ends with \\", "call()  # type: ignore[x]  # ends with \\"),
    ],
)
def test_a_comment_is_added_or_merged(before: bytes, after: str, tmp_path: Path) -> None:
    assert added(before, (1, 1, "x"), tmp_path=tmp_path) == (after, [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("call('''\n''',\n)", 2),
        ("call(f'''\n{\nx\n}\n''',\n)", 5),
        ("call('a\\\nb',\n)", 2),
        ("call(1, \\\n\\\n2,\n)", 3),
        ("call(\n)", 1),
    ],
)
def test_a_comment_stands_where_it_can(text: str, line: int, tmp_path: Path) -> None:
    lines = text.split("\n")
    lines[line - 1] += "  # type: ignore[x]"
    found = added(text.encode(), (1, len(lines), "x"), tmp_path=tmp_path)
    assert found == ("\n".join(lines), [])


@pytest.mark.parametrize("text", ["call('''\n''')", "call(", "def", ""])
def test_nothing_is_added_where_no_comment_can_stand(text: str, tmp_path: Path) -> None:
    found = added(text.encode(), (1, 1, "x"), tmp_path=tmp_path)
    assert found == (text, ["api.py:1: not ignored: no line of it can hold a comment"])


def test_what_has_no_code_cannot_be_ignored(tmp_path: Path) -> None:
    _, said = added(b"call()", (1, 1, None), tmp_path=tmp_path)
    assert said == ["api.py:1: not ignored: no line of it can hold a comment"]


def test_codes_of_a_line_are_named_once_and_together(tmp_path: Path) -> None:
    text, _ = added(b"call()", (1, 1, "x"), (1, 1, "y"), (1, 1, "x"), tmp_path=tmp_path)
    assert text == "call()  # type: ignore[x, y]"


def test_a_note_is_left(tmp_path: Path) -> None:
    note = Finding(Place(str(tmp_path / "api.py"), 1, 1), "note", "x", "why")
    assert ignore_in_files(Report(findings=[note])) == ([], [])


def test_a_file_that_cannot_be_written_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(added_ignores, "write", lambda *_: "it has changed since it was read")
    _, said = added(b"call()", (1, 1, "x"), tmp_path=tmp_path)
    assert said == ["api.py: no comments were added: it has changed since it was read"]


def test_a_file_in_an_encoding_that_is_not_written_back_is_reported(tmp_path: Path) -> None:
    text = b"# coding: utf-7\ncall('+AGE-')"
    found = added(text, (2, 2, "x"), tmp_path=tmp_path)
    assert found == (
        text.decode(),
        ["api.py: no comments were added: its encoding cannot be written"],
    )


@pytest.mark.parametrize("other", ["--fix", "--diff", "--format json (choose from text)"])
def test_it_is_refused_with_what_prints_something_else(
    other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = f"--add-ignores cannot be used with {other}"
    assert refused(capsys, "--add-ignores", *other.partition(" (")[0].split()) == expected


def test_it_is_refused_for_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    expected = "--add-ignores cannot be used with standard input: there is no file to write"
    assert refused(capsys, "--add-ignores", "-") == expected
