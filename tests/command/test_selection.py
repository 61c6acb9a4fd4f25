"""Which findings count, and where they are printed: what the options say, and who wins."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
from background_typed_check.codes import MISC
from background_typed_check.command.main import run
from background_typed_check.command.output.paint import leave_plain, paint_for
from background_typed_check.command.output.progress import show_progress
from background_typed_check.command.output.statistics import count_for_readers
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding, Report
from background_typed_check.settings import Settings
from background_typed_check.settings.patterns import Pattern
from conftest import Project, refused

API = """\
from collections.abc import Iterator

from starlette.background import BackgroundTasks


def export(path: str) -> Iterator[str]:
    yield path


def save(path: str) -> None: ...


def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(export, "a")
    tasks.add_task(save("a"))
    BackgroundTasks().add_task(save, "a")
"""
NEVER_RUNS, DROPPED = "background-never-runs", "background-dropped"
BOTH = [(14, NEVER_RUNS), (15, NEVER_RUNS), (16, DROPPED)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with three mistakes of two kinds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api.py").write_text(API)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[int, str]]:
    """Return the lines and codes of what the rules find, which the exit status tells, too."""
    status, _ = run(["--no-types", "--format=json", *words])
    output, errors = capsys.readouterr()
    findings = [json.loads(each) for each in output.splitlines()]
    assert status == bool(findings)
    number = (
        f"{len(findings)} error{'' if len(findings) == 1 else 's'}" if findings else "no errors"
    )
    assert number in errors
    return [(each["line"], each["code"]) for each in findings]


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ([], BOTH),
        (["--select", NEVER_RUNS], BOTH[:2]),
        (["--select", f"{DROPPED},background-late"], BOTH[2:]),
        (["--select", DROPPED, "--select", NEVER_RUNS], BOTH),
        (["--ignore", NEVER_RUNS], BOTH[2:]),
        (["--ignore", f"{NEVER_RUNS}, {DROPPED}"], []),
        (["--ignore", NEVER_RUNS, "--ignore", DROPPED], []),
        (["--select", NEVER_RUNS, "--ignore", NEVER_RUNS], []),
        (["--select", "arg-type"], []),
        (["--per-file-ignores", f"api.py:{DROPPED}"], BOTH[:2]),
        (["--per-file-ignores", f"{{a,b}}*:{DROPPED},*.py:{NEVER_RUNS}"], []),
    ],
)
def test_only_what_is_selected_is_found(
    options: list[str],
    left: list[tuple[int, str]],
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert found(capsys, str(folder), *options) == left


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ([], BOTH[2:]),
        (["--select", NEVER_RUNS], BOTH[:2]),
        (["--ignore", "misc"], BOTH[2:]),
        (["--ignore", DROPPED], []),
        (["--no-config"], BOTH),
    ],
)
def test_options_win_over_settings_as_in_ruff(
    options: list[str],
    left: list[tuple[int, str]],
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "background-typed.toml").write_text(f'ignore = ["{NEVER_RUNS}"]\n')

    assert found(capsys, *options) == left


def test_patterns_of_options_take_the_place_of_those_of_settings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "old").mkdir()
    (folder / "old/api.py").write_text(API)
    text = f'exclude = ["old"]\nper-file-ignores = {{"*" = ["{DROPPED}"]}}\n'
    (folder / "background-typed.toml").write_text(text)
    assert found(capsys) == BOTH[:2]

    assert len(found(capsys, "--exclude=new")) == 4
    assert found(capsys, f"--per-file-ignores=new:{DROPPED}") == BOTH


def test_what_keeps_a_file_from_being_checked_always_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "api.py").write_text("def add_task(:\n")

    assert found(capsys, "--select=misc", "--per-file-ignores=*:misc") == [(1, "syntax")]


def test_what_nobody_can_leave_out_counts_whatever_is_selected() -> None:
    settings = Settings(select=(), per_file_ignores=((Pattern("*", "/"), ("misc",)),))

    assert [settings.shows(each, "/a.py") for each in (None, "syntax", "misc")] == [
        True,
        True,
        False,
    ]


def test_comments_that_ignore_nothing_are_found_whatever_is_selected(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "api.py").write_text(f"{API}    # background-typed: ignore[{DROPPED}]\n    pass\n")

    for options in ([], ["--select", "misc"]):
        assert (17, "unused-ignore") in found(capsys, "--warn-unused", *options)
    assert found(capsys, "--warn-unused", "--ignore=unused-ignore") == BOTH


def test_what_mypy_says_is_selected_too(project: Project) -> None:
    project.write({"api.py": API.replace("str) -> None", "int) -> None")})

    all_codes = project.run("--statistics", "--format=json").stdout
    by_code = {each["code"]: each["count"] for each in json.loads(all_codes)}
    assert by_code == {"arg-type": 2, NEVER_RUNS: 2, DROPPED: 1}
    assert "1 error" in project.run("--select", DROPPED).stdout
    assert "2 errors" in project.run("--select", "arg-type").stdout
    assert "3 errors" in project.run("--ignore", NEVER_RUNS).stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ["--select=background-drop"],
            '--select: "background-drop" is not a code: did you mean "background-dropped"?',
        ),
        (["--ignore=arg-typ"], '--ignore: "arg-typ" is not a code: did you mean "arg-type"?'),
        (
            ["--select=nope"],
            '--select: "nope" is not a code: choose from background-never-runs, '
            "background-dropped, background-blocks, background-closed, background-late, "
            "background-injection, misc, attr-defined, background-unchecked, background-task",
        ),
        (["--ignore=syntax"], '--ignore: "syntax" always counts: the file cannot be checked'),
        (
            ["--ignore=B902"],
            '--ignore: "B902" is not a code: choose from background-never-runs, '
            "background-dropped, background-blocks, background-closed, background-late, "
            "background-injection, misc, attr-defined, background-unchecked, background-task",
        ),
        (["--exclude=a,[b"], '--exclude: "[b" is not a pattern: a bracket in it has no end'),
        (
            ["--per-file-ignores=api.py"],
            '--per-file-ignores: "api.py" has no code: write PATTERN:CODE',
        ),
        (
            ["--per-file-ignores=a:mis"],
            '--per-file-ignores: "mis" is not a code: did you mean "misc"?',
        ),
        (
            ["--color=sometimes"],
            '--color: "sometimes" is not a time for colours: choose from auto, always, never',
        ),
        (
            ["--output-format=sarf"],
            '--output-format: "sarf" is not a format: did you mean "sarif"?',
        ),
        (
            ["--statistics", "--format=sarif"],
            "--statistics cannot be used with --format sarif (choose from text, concise, grouped, "
            "json)",
        ),
        (
            ["--statistics", "--list"],
            "--statistics cannot be used with --list",
        ),
        (["--show-files", "-"], "--show-files cannot be used with standard input"),
        (["-o", "."], '--output-file: "." is a folder'),
    ],
)
def test_what_makes_no_sense_is_refused(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *words) == line


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_what_is_not_selected_is_not_corrected(
    option: str, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    codes = [f"--ignore={NEVER_RUNS}", f"--per-file-ignores=api.py:{NEVER_RUNS}"]
    for each in codes:
        assert run(["--no-types", option, each])[0] == (option == "--fix")
        assert b"list" not in capfdbinary.readouterr().out
    assert (folder / "api.py").read_text() == API

    run(["--no-types", option, f"--select={NEVER_RUNS}"])

    shown = capfdbinary.readouterr().out.decode() + (folder / "api.py").read_text()
    assert 'tasks.add_task(save, "a")' in shown


def test_with_exit_zero_only_what_could_not_be_checked_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--no-types", "--exit-zero", str(folder)])[0] == 0
    assert "3 errors" in capsys.readouterr().out
    assert run(["--no-types", "--exit-zero", "--python=nowhere"])[0] == 2
    capsys.readouterr()
    assert run(["--no-types", "--exit-zero", "--fix", "--diff"])[0] == 0


STATISTICS = """\
2  background-never-runs  [*] The task is accepted, but its work never happens
1  background-dropped     [ ] The task is added to a collection that never runs
3 background tasks in 1 file, 3 errors (arguments not checked: --no-types)
[*] 2 fixable with "--fix".
"""


def test_statistics_count_the_findings_of_each_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--no-types", "--statistics", str(folder)])[0] == 1
    assert capsys.readouterr().out == STATISTICS
    (folder / "api.py").write_text("def add_task(:\n")
    run(["--no-types", "--statistics", "-q"])
    assert "1  syntax  [ ] Python 3" in capsys.readouterr().out
    (folder / "api.py").write_text("")
    run(["--no-types", "--statistics", "-q"])
    assert capsys.readouterr().out == ""


def test_statistics_do_not_count_notes() -> None:
    place = Place("api.py", 1, 1)
    note, error = (Finding(place, each, "misc", "Said") for each in ("note", "error"))
    report = Report(findings=[note, error, note])

    lines = count_for_readers(report, leave_plain)

    assert [*lines] == [f"1  misc  [ ] {MISC.summary}"]


def test_statistics_say_what_fix_would_correct(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = API.replace("def save(path: str) -> None: ...", "async def save(path: str): sleep(1)")
    text = text.replace('    tasks.add_task(save("a"))\n', "")
    (folder / "api.py").write_text(f"from time import sleep\n{text}")

    run(["--no-types", "--statistics", "-q", "--select=background-blocks"])
    marked = capsys.readouterr().out
    run(["--no-types", "--statistics", "--unsafe-fixes", "--format=json", "-q"])

    assert marked.startswith("1  background-blocks  [ ] The task blocks")
    rows = json.loads(capsys.readouterr().out)
    assert [
        (each["code"], each["count"], each["fixable"], each["fixable_count"]) for each in rows
    ] == [
        ("background-blocks", 1, True, 1),
        (DROPPED, 1, False, 0),
        (NEVER_RUNS, 1, True, 1),
    ]
    assert rows[1]["name"] == "The task is added to a collection that never runs"


def test_the_output_goes_to_a_file_in_one_piece_and_without_colours(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    run(["--no-types", "--color=never", "."])
    expected = capsys.readouterr().out
    target, link = folder / "out/report.txt", folder / "link.txt"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to(target)

    for option in ("-o", "--output-file"):
        assert run(["--no-types", option, "link.txt", "--color=always"])[0] == 1

        assert capsys.readouterr() == ("", "")
        assert target.read_text() == expected
        assert [*target.parent.iterdir()] == [target]
        target.write_text("old")
    assert link.is_symlink()
    assert "\x1b" not in expected


def test_corrected_text_goes_to_a_file_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "api.py").open() as text:
        monkeypatch.setattr("sys.stdin", text)
        run(["--fix", "-o", "fixed.py", "-"])

    assert 'tasks.add_task(save, "a")' in (folder / "fixed.py").read_text()
    assert "2 fixed" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--no-types", "-o", "no/report.txt", str(folder)])[0] == 2
    assert capsys.readouterr() == (
        "",
        'background-typed: --output-file: "no/report.txt" cannot be written: '
        "No such file or directory\n",
    )


def test_what_is_not_a_file_is_written_to_and_stays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run(["--no-types", "--statistics", "-o", str(pipe)])[0] == 1
        assert os.read(reader, 10_000).decode() == STATISTICS
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert capsys.readouterr() == ("", "")


def test_a_kept_answer_goes_to_the_file_as_well(project: Project) -> None:
    project.write({"app/api.py": API})
    first = project.run("-o", "../report.txt", "app")
    report = project.folder.parent / "report.txt"
    text = report.read_text()
    report.unlink()

    again = project.run("-o", "../report.txt", "app")

    assert "3 errors" in text
    assert report.read_text() == text
    assert (first.returncode, again.returncode, again.stdout) == (1, 1, "")
    assert len([*project.folder.glob(".background_typed_cache/answers/*")]) == 1


def test_without_a_cache_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--no-cache", "--format=concise", str(folder / "api.py")])[0] == 1
    output, errors = capsys.readouterr()
    assert ("3 errors" in output, errors) == (True, "")
    assert [each.name for each in folder.iterdir()] == ["api.py"]


@pytest.mark.parametrize(
    ("color", "is_painted"), [("always", True), ("never", False), ("auto", True)]
)
def test_the_option_for_colours_wins_over_the_shell(
    color: str,
    is_painted: bool,  # noqa: FBT001  # a parameter of the test
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    if color == "always":
        monkeypatch.setenv("NO_COLOR", "1")
    run(["--no-types", f"--color={color}", str(folder)])
    assert ("\x1b[" in capsys.readouterr().out) is is_painted
    run(["--no-types", "--diff", f"--color={color}", str(folder)])
    assert ("\x1b[" in capsys.readouterr().out) is is_painted
    assert (paint_for(io.StringIO(), color)("a", "bold") != "a") is is_painted


@pytest.mark.parametrize(("color", "codes"), [("auto", True), ("never", False)])
def test_the_progress_bar_has_no_colours_if_the_user_wants_none(
    color: str,
    codes: bool,  # noqa: FBT001  # a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("background_typed_check.command.output.progress.PATIENCE", 0)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    with show_progress(["a"], quiet=False, color=color) as advance:
        advance("a")

    assert ("\x1b[38;5" in terminal.getvalue() or "\x1b[3" in terminal.getvalue()) is codes
