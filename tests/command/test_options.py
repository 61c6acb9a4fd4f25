"""Help, versions, and misspelt options and commands."""

import importlib.metadata
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from background_typed_check import __version__
from background_typed_check.codes import OFF
from background_typed_check.command import together
from background_typed_check.command.arguments import parse
from background_typed_check.command.help import EXAMPLES
from background_typed_check.command.main import run
from background_typed_check.command.output.formats import FORMATS
from background_typed_check.rules import codes
from background_typed_check.settings import keys
from conftest import refused


def printed(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """Return what options print before the command exits."""
    with pytest.raises(SystemExit) as left:
        run([*options])
    output, errors = capsys.readouterr()
    assert (left.value.code, errors) == (0, "")
    return output


@pytest.mark.parametrize(
    ("words", "option", "near"),
    [
        (["--formt", "json"], "--formt", "--format"),
        (["--formt=json"], "--formt", "--format"),
        (["--output-formt=json"], "--output-formt", "--output-format"),
        (["--python-executable", "python"], "--python-executable", "--python"),
        (["--lists"], "--lists", "--list"),
        (["-v"], "-v", "-V"),
        (["-qx"], "-qx", "-q"),
        (["nothing.py", "--doktor"], "--doktor", "--doctor"),
    ],
)
def test_the_nearest_option_is_named(
    words: list[str], option: str, near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *words) == (
        f'unrecognized option "{option}": did you mean "{near}"? See "background-typed --help"'
    )


def test_if_no_option_is_near_the_help_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "-x") == 'unrecognized option "-x": see "background-typed --help"'


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("jsn", 'did you mean "json"?'),
        ("SARIF", 'did you mean "sarif"?'),
        (
            "xml",
            "choose from text, concise, grouped, json, github, gitlab, azure, sarif, junit, rdjson",
        ),
    ],
)
def test_the_nearest_format_is_named_or_all_of_them(
    name: str, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = f'--format: "{name}" is not a format: {advice}'

    assert refused(capsys, "--format", name) == line


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["explian"], '"explian" is not a file or folder: did you mean "explain"?'),
        (["Explain", "misc"], '"Explain" is not a file or folder: did you mean "explain"?'),
        (
            ["generate-shell-completions", "zsh"],
            '"generate-shell-completions" is not a file or folder: did you mean'
            ' "generate-shell-completion"?',
        ),
        (["explain.py"], '"explain.py" is not a file or folder'),
        (["source"], '"source" is not a file or folder'),
        ([".", "explian"], '"explian" is not a file or folder'),
    ],
)
def test_a_misspelt_command_is_recognized(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *words) == line


def test_a_path_may_have_the_name_of_a_misspelt_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "explian").mkdir()

    assert parse(["explian"]).paths == ["explian"]


def test_options_may_stand_between_paths_and_paths_may_look_like_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("app", "tests", "--list"):
        (tmp_path / name).mkdir()

    args = parse(["app", "-q", "tests", "--", "--list"])

    assert (args.paths, args.quiet, args.list) == (["app", "tests", "--list"], True, False)


def test_the_formats_of_the_command_line_are_those_of_the_output() -> None:
    assert [*FORMATS] == [*keys.FORMATS]
    assert [name for name, each in FORMATS.items() if each.tasks] == [*together.WITH_TASKS]


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_that_of_the_package_and_of_what_it_depends_on(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mypy, fastapi, starlette = map(importlib.metadata.version, ("mypy", "fastapi", "starlette"))

    assert printed(capsys, option) == (
        f"background-typed {__version__} (mypy {mypy}, FastAPI {fastapi}, Starlette {starlette})\n"
    )


def test_the_version_says_what_the_environment_of_the_application_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = tmp_path / "bin/python"
    folder = tmp_path / "lib/python3.12/site-packages/fastapi-0.1.dist-info"
    for each in (python.parent, folder):
        each.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 3 12\n")
    python.chmod(0o755)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: fastapi\nVersion: 0.1\n")
    mypy = importlib.metadata.version("mypy")

    shown = printed(capsys, f"--python={tmp_path}", "-V")

    assert shown.endswith(f"(mypy {mypy}, FastAPI 0.1, Starlette is not installed)\n")


def test_the_version_is_said_even_if_the_environment_is_not_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(capsys, f"--python={tmp_path}", "-V")

    assert shown.endswith("FastAPI is not installed, Starlette is not installed)\n")


@pytest.mark.parametrize("option", ["--help", "--version", "--formt"])
def test_printing_help_imports_neither_mypy_nor_the_rules(option: str) -> None:
    program = f"""
import sys
from background_typed_check.command.main import run
try:
    run(["{option}"])
except SystemExit:
    print(*[name for name in sys.modules if name.startswith(("mypy", "background_typed_check."))])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    imported = done.stdout.splitlines()[-1].split()
    assert "background_typed_check.command.main" in imported
    slow = ("mypy", "background_typed_check.rules", "background_typed_check.facts")
    assert not [name for name in imported if name.startswith(slow)]


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_the_help_lists_all_codes_and_all_statuses(
    option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")

    shown = printed(capsys, option)

    rows = dict(re.findall(r"^  (\S+) +(\S.*)$", shown, re.MULTILINE))
    for code in (*codes(), *OFF):
        assert rows[code.name] == f"{code.summary}."
    assert [rows[status] for status in ("0", "1")] == ["no findings", "findings"]
    assert {"2", "130"} <= rows.keys()


def test_the_help_fits_into_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert max(map(len, printed(capsys, "--help").splitlines())) <= 80


def test_the_help_has_no_colours_on_any_python(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert "\x1b" not in printed(capsys, "--help")


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_help_can_be_typed(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("app", "tests"):
        (tmp_path / name).mkdir()
    (tmp_path / "app" / "api.py").touch()
    command, *words = shlex.split(example.partition("<")[0])

    parse(words)

    assert command == "background-typed"
