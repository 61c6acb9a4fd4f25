"""What a run prints if it finds no Python files."""

import json
from pathlib import Path

import pytest
from background_typed_check.command.main import run

NO_FILES = "background-typed: there are no Python files in {}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "app.js").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [("text", "No background tasks found\n"), ("json", ""), ("github", ""), ("gitlab", "[]\n")],
)
def test_there_is_a_warning_and_an_empty_report(
    name: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _ = run([f"--format={name}", "web"])

    output, errors = capsys.readouterr()
    assert (output, status) == (expected, 0)
    assert errors.startswith(NO_FILES.format("web"))


def test_sarif_contains_the_warning(capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = run(["--format=sarif", "web"])

    (log,) = json.loads(capsys.readouterr().out)["runs"]
    (notification,) = log["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "there are no Python files in web"
    assert (log["results"], status) == ([], 0)


@pytest.mark.parametrize("options", [["--quiet"], ["--list"], ["--types", "--quiet"]])
def test_a_run_that_prints_no_summary_still_warns(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, _ = run([*options, "web"])

    assert (*capsys.readouterr(), status) == ("", NO_FILES.format("web"), 0)


def test_a_file_that_is_not_python_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = run(["--quiet", "web/app.js"])

    assert (capsys.readouterr().err, status) == (
        "background-typed: web/app.js is not checked: it is not a Python file (.py)\n"
        + NO_FILES.format("web/app.js"),
        0,
    )


def test_files_that_cannot_be_read_are_a_failure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "web" / "app.py").symlink_to("nothing.py")

    status, _ = run(["web"])

    assert (*capsys.readouterr(), status) == (
        "",
        "background-typed: web/app.py is not checked: No such file or directory\n"
        + NO_FILES.format("web"),
        2,
    )


def test_the_doctor_has_nothing_to_examine(capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = run(["--doctor", "web"])

    assert (capsys.readouterr().err, status) == (NO_FILES.format("web"), 2)
