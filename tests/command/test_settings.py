"""The settings of a project: where they are found, and what each of them does."""

import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest
from background_typed_check.command.main import run
from background_typed_check.settings import codes
from background_typed_check.settings.files import settings_for
from background_typed_check.settings.keys import KEYS
from background_typed_check.settings.patterns import Pattern
from background_typed_check.types import workers
from conftest import Project

DROPPED = """\
from starlette.background import BackgroundTasks

def handle() -> None:
    BackgroundTasks().add_task(print)
"""
BLOCKING = """\
from fastapi import BackgroundTasks
from shop.client import Client, fetch
import library

async def first() -> None:
    fetch()

async def second(client: Client) -> None:
    client.get()

async def third() -> None:
    library.load()

async def fourth() -> None:
    library.Client().load()

async def fifth() -> None:
    open("x")

def handle(tasks: BackgroundTasks, client: Client) -> None:
    tasks.add_task(first)
    tasks.add_task(second, client)
    tasks.add_task(third)
    tasks.add_task(fourth)
    tasks.add_task(fifth)
"""
CLIENT = """\
from typing import final

def fetch() -> None: ...

@final
class Client:
    def get(self) -> None: ...
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with a mistake in a file."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "app/api.py", DROPPED)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    """Write a file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[list[str], int]:
    """Return what the rules find, and the exit status."""
    status, _ = run(["--no-types", "--format=json", "-q", *words])
    output, errors = capsys.readouterr()
    assert errors == ""
    found = map(json.loads, output.splitlines())
    return [f"{each['file']}:{each['line']}: {each['message']}" for each in found], status


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the line with which a run ends."""
    assert run(["--no-types", *words]) == (2, None)
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n")) == ("", 1)
    return errors.removeprefix("background-typed: ").removesuffix("\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[tool.background-typed]\nignore = ["background-dropped"]\n'),
        ("background-typed.toml", 'ignore = ["background-dropped"]\n'),
        ("app/background-typed.toml", 'ignore = ["background-dropped"]\n'),
    ],
)
def test_settings_are_found_beside_what_is_checked_or_above_it(
    name: str, text: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "app")[1] == 1

    write(folder, name, text)

    for path in ("app", "app/api.py", str(folder / "app")):
        assert said(capsys, path) == ([], 0)
    assert len(said(capsys, "app", "--no-config")[0]) == 1
    assert len(said(capsys, "app", "--isolated")[0]) == 1


def test_the_settings_beside_the_first_path_count_for_all_paths(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "other/api.py", DROPPED)
    write(folder, "other/background-typed.toml", 'ignore = ["background-dropped"]\n')

    assert len(said(capsys, "app", "other")[0]) == 2
    assert said(capsys, "other", "app") == ([], 0)


def test_without_paths_the_current_folder_has_the_settings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", 'ignore = ["background-dropped"]\n')

    assert said(capsys) == ([], 0)


def test_a_file_of_its_own_wins_over_pyproject_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "pyproject.toml", '[tool.background-typed]\nignore = ["background-dropped"]\n')
    write(folder, "background-typed.toml", "")

    assert len(said(capsys)[0]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[project]\ndependencies = ["background-typed"]\n',
        "tool = 'background-typed'\n",
        '[tool.other]\nname = "background-typed"\n',
    ],
)
def test_a_pyproject_without_settings_is_passed_over(
    text: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "app/pyproject.toml", text)
    write(folder, "background-typed.toml", 'ignore = ["background-dropped"]\n')

    assert said(capsys, "app") == ([], 0)


@pytest.mark.parametrize(
    ("named", "count"), [(["--stdin-filename=app/new.py"], 0), (["--stdin-filename=new.py"], 1)]
)
def test_standard_input_has_the_settings_of_its_name(
    named: list[str],
    count: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(folder, "app/background-typed.toml", 'ignore = ["background-dropped"]\n')
    with (folder / "app/api.py").open(encoding="utf-8") as text:
        monkeypatch.setattr("sys.stdin", text)

        assert len(said(capsys, "-", *named)[0]) == count


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('exclud = ["a"]', '"exclud" is not a setting: did you mean "exclude"?'),
        (
            "colour = true",
            '"colour" is not a setting: choose from exclude, extend-exclude, select, ignore,'
            " per-file-ignores, fix, unsafe-fixes, output-format, python, workers, blocking",
        ),
        ('exclude = "a"', 'exclude: "a" is not a list of texts: ["...", "..."]'),
        ("exclude = [1]", 'exclude: [1] is not a list of texts: ["...", "..."]'),
        ('exclude = ["a{b"]', 'exclude: "a{b" is not a pattern: a bracket in it has no end'),
        (
            'ignore = ["background-dropt"]',
            'ignore: "background-dropt" is not a code: did you mean "background-dropped"?',
        ),
        ('select = ["arg-typ"]', 'select: "arg-typ" is not a code: did you mean "arg-type"?'),
        ('ignore = ["syntax"]', 'ignore: "syntax" always counts: the file cannot be checked'),
        (
            'per-file-ignores = ["a"]',
            'per-file-ignores: ["a"] is not a table of patterns and codes: '
            '{"tests/*" = ["...", "..."]}',
        ),
        (
            'per-file-ignores = {"a" = ["background-dropt"]}',
            'per-file-ignores: "background-dropt" is not a code: did you mean '
            '"background-dropped"?',
        ),
        ("fix = 1", "fix: 1 is not true or false"),
        ('unsafe-fixes = "no"', 'unsafe-fixes: "no" is not true or false'),
        ('output-format = "jsn"', 'output-format: "jsn" is not a format: did you mean "json"?'),
        (
            "output-format = 3",
            'output-format: "3" is not a format: choose from text, concise, '
            "grouped, json, github, gitlab, azure, sarif, junit, rdjson",
        ),
        ("extend-exclude = 1", 'extend-exclude: 1 is not a list of texts: ["...", "..."]'),
        ("python = 3.12", 'python: 3.12 is not the path of an environment, such as ".venv"'),
        ("workers = true", "workers: true is not a number of processes: 0, 1, 2, ..."),
        ("workers = -1", "workers: -1 is not a number of processes: 0, 1, 2, ..."),
        (
            'blocking = ["fetch"]',
            'blocking: "fetch" is not the full name of a function, such as '
            '"package.module.function"',
        ),
    ],
)
def test_a_wrong_setting_ends_the_run_with_what_is_allowed(
    line: str, what: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "pyproject.toml", f"[tool.background-typed]\n{line}\n")

    assert refusal(capsys, "app") == f"pyproject.toml: {what}"


def test_a_date_is_a_wrong_setting_like_any_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", "python = 2026-01-31\n")

    assert refusal(capsys).startswith('background-typed.toml: python: "2026-01-31" is not the path')


def test_a_file_outside_of_the_current_folder_is_named_in_full(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", "python = 3\n")
    monkeypatch.chdir(folder / "app")

    assert refusal(capsys).startswith(f"{folder}/background-typed.toml: python: 3 is not")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (b"[tool.background-typed\n", "pyproject.toml cannot be parsed: "),
        (b'[project]\nname = "x\n', "pyproject.toml cannot be parsed: Illegal character"),
        (b'# background-typed\n"\xff"\n', "pyproject.toml cannot be parsed: 'utf-8' codec"),
        (b"[tool]\nbackground-typed = 1\n", 'pyproject.toml: "tool.background-typed" is not a'),
    ],
)
def test_a_broken_file_ends_the_run(
    text: bytes, start: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pyproject.toml").write_bytes(text)

    assert refusal(capsys, "app").startswith(start)
    assert len(said(capsys, "app", "--no-config")[0]) == 1


def test_a_file_that_cannot_be_read_ends_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "pyproject.toml", "")

    def fail(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", fail)

    assert refusal(capsys) == "pyproject.toml cannot be read: Permission denied"


EXCLUDED = ["a/migrations/b/api.py", "migrations/api.py", "api.py", "b/api.py", "b/c/api_v1.py"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("migrations", ["api.py", "b/api.py", "b/c/api_v1.py"]),
        ("migrations/", ["a/migrations/b/api.py", "api.py", "b/api.py", "b/c/api_v1.py"]),
        ("./b/../b", ["a/migrations/b/api.py", "migrations/api.py", "api.py"]),
        ("./b/../b/c", ["a/migrations/b/api.py", "migrations/api.py", "api.py", "b/api.py"]),
        ("api.py", ["b/c/api_v1.py"]),
        ("api*.py", []),
        ("b/*.py", ["a/migrations/b/api.py", "migrations/api.py", "api.py"]),
        ("**/b", ["migrations/api.py", "api.py"]),
        ("a/**/api.py", ["migrations/api.py", "api.py", "b/api.py", "b/c/api_v1.py"]),
        ("api_v[0-9].py", EXCLUDED[:4]),
        ("api_v[!0-9].py", EXCLUDED),
        ("ap?.py", ["b/c/api_v1.py"]),
        ("{a,b/c}", ["migrations/api.py", "api.py", "b/api.py"]),
        ("{migrations,{b,c}}", ["api.py"]),
        (r"ap\i.py", ["b/c/api_v1.py"]),
        ("a,b", EXCLUDED),
    ],
)
def test_what_is_excluded_is_not_checked(
    pattern: str,
    left: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for each in EXCLUDED:
        write(tmp_path, each, DROPPED)
    write(tmp_path, "background-typed.toml", f"exclude = [{json.dumps(pattern)}]\n")

    if left:
        assert sorted(each.partition(":")[0] for each in said(capsys)[0]) == sorted(left)
    run(["--show-files"])

    assert sorted(capsys.readouterr().out.splitlines()) == sorted(left)


def test_a_pattern_of_a_whole_path_is_that_of_one_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", f"exclude = [{json.dumps(f'{folder}/*/api.py')}]\n")
    write(folder, "other.py", DROPPED)

    assert [each.partition(":")[0] for each in said(capsys)[0]] == ["other.py"]


@pytest.mark.parametrize("pattern", ["a]b{c", "a}b", "[a", "[z-a]"])
def test_a_broken_pattern_is_refused(
    pattern: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", f'exclude = ["{pattern}"]\n')

    assert f'exclude: "{pattern}" is not a pattern: ' in refusal(capsys)


def test_a_folder_with_the_marks_of_a_pattern_in_its_name_is_only_a_folder(tmp_path: Path) -> None:
    assert Pattern("a/*", str(tmp_path / "[x]")).matches(str(tmp_path / "[x]/a/b.py"))
    assert not Pattern("a/*", str(tmp_path / "[x]")).matches(str(tmp_path / "x/a/b.py"))


def test_what_the_user_names_is_checked_even_if_it_is_excluded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", 'exclude = ["app"]\n')

    assert len(said(capsys, "app/api.py")[0]) == 1
    assert len(said(capsys, "app")[0]) == 1


def test_if_everything_is_excluded_that_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", 'exclude = ["app"]\n')

    assert run(["--no-types", "-q"])[0] == 0
    assert capsys.readouterr().err == (
        'background-typed: there are no Python files in . besides those that "exclude" leaves out\n'
    )


PER_FILE = [
    ("app", 0),
    ("app/*", 0),
    ("*.py", 0),
    ("api.py", 0),
    ("./app/api.py", 0),
    ("tests/*", 1),
    ("!app/*", 1),
    ("!tests/*", 0),
]


@pytest.mark.parametrize(("pattern", "count"), PER_FILE)
def test_codes_are_ignored_in_files_and_in_what_lies_in_folders(
    pattern: str, count: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'[per-file-ignores]\n"{pattern}" = ["background-dropped"]\n'
    write(folder, "background-typed.toml", text)

    found, status = said(capsys, "app")

    assert (len(found), status) == (count, count)


def test_a_folder_around_the_project_has_no_part_in_its_patterns(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'per-file-ignores = {{"{folder.name}" = ["background-dropped"]}}\n'
    write(folder, "background-typed.toml", text)

    assert len(said(capsys, "app")[0]) == 1


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        ([], []),
        (["shop.client.fetch"], [21]),
        (["shop.client.Client.get"], [22]),
        (["library.load"], [23]),
        (["library.Client.load"], [24]),
        (["builtins.open"], [25]),
        (["client.fetch", "shop.fetch", "library.client.load"], []),
    ],
)
def test_functions_that_the_project_names_block(
    names: list[str], lines: list[int], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in {"__init__.py": "", "client.py": CLIENT, "api.py": BLOCKING}.items():
        write(folder, f"shop/{name}", text)
    write(folder, "background-typed.toml", f"blocking = {json.dumps(names)}\n")

    found, _ = said(capsys, "shop")

    assert [int(each.split(":")[1]) for each in found] == lines
    assert all("which blocks the event loop" in each for each in found)


def test_functions_of_an_installed_package_block_by_the_name_they_are_imported_by(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = folder / "venv/lib/python3.13/site-packages"
    write(
        packages, "library.py", "def load() -> None: ...\nclass Client:\n    def load(self): ...\n"
    )
    write(folder, "venv/pyvenv.cfg", "version = 3.13\n")
    python = folder / "venv/bin/python"
    python.parent.mkdir()
    python.symlink_to(os.path.realpath("/bin/sh"))
    write(folder, "shop/client.py", CLIENT)
    write(folder, "shop/api.py", BLOCKING)
    text = 'python = "venv"\nblocking = ["library.load", "library.Client.load"]\n'
    write(folder, "background-typed.toml", text)

    found, _ = said(capsys, "shop")

    assert [int(each.split(":")[1]) for each in found] == [23, 24]


def test_the_types_know_functions_that_block_as_the_source_does(project: Project) -> None:
    client = "class Client:\n    def get(self) -> None: ...\ndef make() -> Client: ...\n"
    api = (
        "from fastapi import BackgroundTasks\nfrom library import make\n"
        "async def work() -> None:\n    made = make()\n    made.get()\n"
        "def handle(tasks: BackgroundTasks) -> None:\n    tasks.add_task(work)\n"
    )
    project.write({"app/library.py": client, "app/api.py": api})
    assert "no errors" in project.run("app").stdout

    project.write({"background-typed.toml": 'blocking = ["library.Client.get"]\n'})

    assert '"work" calls "made.get", which blocks the event loop' in project.run("app").stdout


def test_the_environment_is_found_from_the_file_that_names_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", 'python = "venv"\n')
    write(folder, "venv/empty", "")
    monkeypatch.chdir(folder / "app")

    complaint = refusal(capsys)

    assert complaint == (
        f'{folder}/background-typed.toml: python: "{folder}/venv" is not a Python '
        "interpreter or virtual environment"
    )
    assert settings_for(".").python == f"{folder}/venv"


def test_an_environment_that_does_not_exist_is_named_as_it_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", 'python = ".venv"\n')

    assert refusal(capsys) == (
        'background-typed.toml: python: ".venv" is not a Python interpreter or virtual environment'
    )
    assert refusal(capsys, "--python=nowhere") == (
        '--python: "nowhere" is not a Python interpreter or virtual environment'
    )


def test_workers_that_a_project_wants_need_mypy_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", "workers = 2\n")
    monkeypatch.setattr(workers, "HAS_WORKERS", False)

    assert run(["--no-cache", "-q", "app"])[0] == 2
    assert "background-typed.toml: workers needs mypy 2.0 or newer" in capsys.readouterr().err
    assert run(["-q", "--workers=1", "app"])[0] == 2
    assert ": --workers needs mypy 2.0 or newer" in capsys.readouterr().err
    assert run(["--no-cache", "-q", "--workers=0", "app"])[0] == 1


def test_the_doctor_leaves_out_what_is_excluded(project: Project) -> None:
    project.write({"app/api.py": DROPPED, "old/other.py": DROPPED})
    project.write({"background-typed.toml": 'exclude = ["old"]\n'})

    assert "1 background task: " in project.run("--doctor", "--no-cache").stdout
    assert not (project.folder / ".background_typed_cache/doctor").exists()


CODES_WITHOUT_MYPY = [("arg-typ", None), ("misc", None), ("background-block", "did you mean")]


@pytest.mark.parametrize(("code", "complaint"), CODES_WITHOUT_MYPY)
def test_without_mypy_its_codes_are_not_known(
    code: str,
    complaint: str | None,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(folder, "background-typed.toml", f'ignore = ["{code}"]\n')
    monkeypatch.setitem(sys.modules, "mypy.errorcodes", None)

    assert codes.codes_of_mypy() == ()
    if complaint is None:
        assert said(capsys)[1] == 1
    else:
        assert complaint in refusal(capsys)


def test_a_code_of_another_plugin_may_be_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", 'ignore = ["pydantic-field", "arg-type"]\n')

    assert said(capsys)[1] == 1


SHOWN = """\
# background-typed.toml
exclude = ["migrations", "a/\\"b\\""]
extend-exclude = ["old"]
select = ["background-late"]
ignore = ["misc"]
per-file-ignores = {"tests/*" = ["background-late", "background-dropped"]}
fix = true
unsafe-fixes = true
output-format = "concise"
python = ".venv"
workers = 2
blocking = ["library.load"]
"""
REPLACED = """\
# background-typed.toml
exclude = ["a", "{b,c}", "d"]
extend-exclude = ["old", "e"]
select = ["arg-type", "misc"]
ignore = ["misc"]
per-file-ignores = {"a" = ["misc", "arg-type"], "{b,c}" = ["misc"]}
fix = false
unsafe-fixes = false
output-format = "json"
python = "python3"
workers = 0
blocking = ["library.load"]
"""
DEFAULTS = """\
# no file has settings
exclude = []
extend-exclude = []
# select is not set
ignore = []
per-file-ignores = {}
fix = false
unsafe-fixes = false
output-format = "text"
# python is not set
# workers is not set
blocking = []
"""


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ("", SHOWN),
        ("--no-config", DEFAULTS),
        (
            "--select arg-type --select=misc --ignore misc --exclude a,{b,c} --exclude d "
            "--per-file-ignores a:misc,{b,c}:misc --per-file-ignores=a:arg-type "
            "--python python3 --workers 0 --extend-exclude e --no-fix --no-unsafe-fixes "
            "--output-format json",
            REPLACED,
        ),
        ("--ignore arg-type", SHOWN.replace('["misc"]', '["misc", "arg-type"]')),
    ],
)
def test_the_settings_in_force_are_shown(
    options: str, shown: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", SHOWN)

    assert run(["--show-settings", *shlex.split(options)]) == (0, None)
    assert capsys.readouterr() == (shown, "")


def test_settings_that_are_shown_are_settings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", DEFAULTS)

    assert run(["--show-settings"]) == (0, None)
    assert capsys.readouterr().out == DEFAULTS.replace(
        "no file has settings", "background-typed.toml"
    )


def test_files_that_would_be_checked_are_shown_with_what_cannot_be(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "notes.txt", "")

    assert run(["--show-files", "app", "notes.txt"]) == (0, None)
    assert capsys.readouterr() == (
        "app/api.py\n",
        "background-typed: notes.txt is not checked: it is not a Python file (.py)\n",
    )


def test_more_is_excluded_besides_what_an_option_excludes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.py", "b.py", "c.py"):
        write(folder, f"app/{name}", "")
    write(folder, "background-typed.toml", 'exclude = ["a.py"]\nextend-exclude = ["b.py"]\n')

    shown = []
    for options in ([], ["--exclude=api.py"], ["--extend-exclude=c.py"]):
        run(["--show-files", *options])
        shown.append(capsys.readouterr().out.split())

    assert shown == [["app/api.py", "app/c.py"], ["app/a.py", "app/c.py"], ["app/api.py"]]


@pytest.mark.parametrize(
    ("options", "start"),
    [
        ([], "::error"),
        (["--format=concise"], "app/api.py:4:5: background-dropped "),
        (["--add-ignores"], "Added 1 ignore comment"),
    ],
)
def test_the_format_of_a_project_counts_unless_an_option_or_a_question_has_its_own(
    options: list[str], start: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", 'output-format = "github"\n')

    run(["--no-types", *options])

    assert capsys.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("option", "able"), [("--list", "json"), ("--statistics", "grouped, json")]
)
def test_a_format_of_a_project_that_cannot_be_used_is_refused(
    option: str, able: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "background-typed.toml", 'output-format = "github"\n')

    said = refusal(capsys, option)

    assert said.startswith(
        f"background-typed.toml: {option} cannot be used with output-format github (choose from "
    )
    assert said.endswith(f"{able})")


CHANGES = {
    "it is edited": {"background-typed.toml": "ignore = []\n"},
    "another is nearer": {"app/background-typed.toml": ""},
    "another wins": {"app/pyproject.toml": "[tool.background-typed]\n"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_kept_answer_rests_on_the_settings(change: str, project: Project) -> None:
    project.write({"app/api.py": DROPPED})
    project.write({"background-typed.toml": 'ignore = ["background-dropped"]\n'})
    project.write({"app/pyproject.toml": "[project]\n"})
    assert "no errors" in project.run("app").stdout
    assert [*project.folder.glob(".background_typed_cache/answers/*")]

    project.write(CHANGES[change])

    assert "background-dropped" in project.run("app").stdout


def test_the_settings_that_appear_make_a_kept_answer_void(project: Project) -> None:
    project.write({"app/api.py": DROPPED})
    assert "background-dropped" in project.run("app").stdout

    project.write({"background-typed.toml": 'ignore = ["background-dropped"]\n'})

    assert "no errors" in project.run("app").stdout


README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    ("start", "file", "count"),
    [("[tool.background-typed]", "pyproject.toml", 2), ("ignore", "background-typed.toml", 1)],
)
def test_the_examples_of_the_readme_are_settings(
    start: str, file: str, count: int, folder: Path
) -> None:
    (example,) = [each for each in EXAMPLES if each.startswith(start)]
    write(folder, file, example)

    settings = settings_for(".")

    assert settings.file == str(folder / file)
    assert settings.ignore == ("background-blocks",)
    assert len(settings.per_file_ignores[0][1]) == count


def test_the_readme_has_all_keys() -> None:
    section = README.partition("\n### Settings\n")[2].partition("\n### ")[0]

    assert re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE) == [*KEYS]
