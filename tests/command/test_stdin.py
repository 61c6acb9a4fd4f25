"""Standard input as the text of a file."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from background_typed_check.command.main import run
from background_typed_check.facts.disk import Disk
from conftest import COMMAND, refused

SEND = "async def send(to: str) -> None: ...\n"
API = """\
from fastapi import BackgroundTasks
from .mail import send

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: send("a"))
"""
FINDING = (
    '{file}:5:20: background-never-runs [*] "send" returns a coroutine that nobody awaits, so its '
    "body never runs"
)

Check = Callable[..., tuple[list[str], str, int]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a package whose file is not saved yet."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "app" / "mail.py").write_text(SEND)
    (tmp_path / "app" / "api.py").write_text("# what is on the disk\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """Check a text, and return the lines of stdout, all of stderr, and the exit status."""

    def check(text: str, *arguments: str) -> tuple[list[str], str, int]:
        assert folder == Path.cwd()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        status, _ = run([*arguments])
        output, errors = capsys.readouterr()
        return output.splitlines(), errors, status

    return check


@pytest.mark.parametrize("name", ["app/api.py", "./app/new.py", "app/new", "app/new.txt"])
def test_it_stands_for_the_file_that_is_named(name: str, check: Check) -> None:
    output, errors, status = check(API, "--stdin-filename", name, "-")

    place, _, found = FINDING.format(file=name.removeprefix("./")).partition(": ")
    assert output[:2] == [found, f" --> {place}"]
    assert '5 |     tasks.add_task(lambda: send("a"))' in output
    assert output[-2].endswith("1 error (arguments not checked: standard input)")
    assert (errors, status) == ("", 1)


def test_its_path_may_be_absolute(folder: Path, check: Check) -> None:
    output, _, _ = check(API, f"--stdin-filename={folder / 'app' / 'api.py'}", "--format=concise")

    assert output[0] == FINDING.format(file="app/api.py")


def test_without_a_name_it_is_in_the_current_folder(check: Check) -> None:
    output, _, status = check(API.replace(".mail", "app.mail"), "-", "--format=concise")

    assert (output[0], status) == (FINDING.format(file="<stdin>"), 1)


def test_its_imports_are_looked_for_beside_the_file_that_it_stands_for(check: Check) -> None:
    output, _, status = check(API, "-", "--stdin-filename=api.py")

    assert (output[0], status) == (
        "1 background task in 1 file, no errors (arguments not checked: standard input)",
        0,
    )


def test_other_files_import_it_instead_of_the_file_on_disk(folder: Path, check: Check) -> None:
    (folder / "app" / "main.py").write_text("from .mail import send as later\n")
    (folder / "app" / "mail.py").unlink()
    api = API.replace(".mail import send", ".main import later").replace("send(", "later(")

    output, _, _ = check(SEND + api, "-", "--stdin-filename=app/mail.py", "--format=concise")

    assert output[0].startswith(
        'app/mail.py:6:20: background-never-runs [*] "later" returns a coroutine '
    )


def test_a_comment_in_it_ignores_a_finding(check: Check) -> None:
    text = API.removesuffix("\n") + "  # type: ignore[background-never-runs]\n"

    assert check(text, "-", "--stdin-filename=app/api.py", "--quiet") == ([], "", 0)


def test_the_tasks_in_it_can_be_listed(check: Check) -> None:
    output, _, status = check(API, "-", "--list")

    assert (output, status) == (["<stdin>:5:5: <lambda>: not checked (standard input)"], 0)


def test_machines_can_read_the_findings(check: Check) -> None:
    output, errors, _ = check(API, "-", "--stdin-filename=app/api.py", "--format=json")

    assert json.loads(output[0])["file"] == "app/api.py"
    assert errors.splitlines()[0].endswith("(arguments not checked: standard input)")


def test_text_that_python_cannot_parse_is_reported(check: Check) -> None:
    output, errors, status = check("tasks.add_task(\n", "-", "--no-types", "--format=concise")

    assert output[0].startswith("<stdin>:1:15: syntax Python ")
    assert (errors, status) == ("", 1)


def test_the_application_may_be_asked_without_mypy(check: Check) -> None:
    output, _, _ = check(API, "-", "--no-types")

    assert output[-1].endswith("(arguments not checked: --no-types)")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["-", "app"], "standard input cannot be checked together with other paths"),
        (
            ["--stdin-filename=api.py", "app"],
            '--stdin-filename is only for standard input: give "-" as the path',
        ),
        (["--stdin-filename=app"], '--stdin-filename: "app" is a folder'),
        (
            ["-", "--types"],
            "--types cannot be used with standard input, because mypy does not read it",
        ),
        (
            ["-", "--doctor"],
            "--doctor cannot be used with standard input, because mypy does not read it",
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_not_possible_is_reported_in_one_line(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *arguments) == line


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("redirection", "why"), [("<&-", "it is closed"), ("0>written", "Bad file descriptor")]
)
def test_an_unreadable_stdin_is_reported_in_one_line(redirection: str, why: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{COMMAND} - {redirection}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr, done.returncode) == (
        "",
        f"background-typed: standard input cannot be read: {why}\n",
        2,
    )


@pytest.mark.usefixtures("folder")
def test_the_installed_command_reads_it() -> None:
    done = subprocess.run(
        [COMMAND, "--stdin-filename=app/api.py", "--format=concise", "-"],
        input=API,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines()[0] == FINDING.format(file="app/api.py")
    assert (done.stderr, done.returncode) == ("", 1)


def test_a_text_is_in_its_folder_before_it_is_saved(tmp_path: Path) -> None:
    disk = Disk()
    disk.put(str(tmp_path / "new.py"), b"x = 1\n")
    (tmp_path / "old.py").touch()

    assert disk.names_in(str(tmp_path)) == {"new.py", "old.py"}
    assert disk.read(str(tmp_path / "new.py")) == b"x = 1\n"
    assert disk.read(str(tmp_path / "old.py")) == b""
    assert disk.read(str(tmp_path / "none.py")) is None
