"""`--watch`: each answer is the one that a fresh run gives, and nothing but Ctrl-C ends it."""

import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from background_typed_check.command import watching
from background_typed_check.command.arguments import parse
from background_typed_check.command.main import answer, run
from background_typed_check.command.watching import (
    CLEAR,
    SEPARATOR,
    WAITING,
    Concerns,
    changes_for,
    check_again,
)
from conftest import COMMAND, Project, refused

pytestmark = pytest.mark.once

API = """\
from starlette.background import BackgroundTasks
from app.mail import send

def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "me")
"""
MAIL = "def send(to: str) -> None:\n    print(to)\n"
WRONG = API.replace('"me"', "1")
FINDING = 'arg-type Argument 1 to "send" has incompatible type "int"; expected "str"'


def answer_of(output: str) -> str:
    """Return what a check printed, without what stands around it."""
    text = re.sub(r"\[\d\d:\d\d:\d\d\] .*\n\n", "", output)
    return text.removeprefix(f"{SEPARATOR}\n").removesuffix(f"\n{WAITING}\n")


@pytest.fixture
def project(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(project.folder)
    project.write({"app/__init__.py": "", "app/api.py": API, "app/mail.py": MAIL})
    return project


def steps_in(project: Project) -> Iterator[str]:
    """Edit the project, and yield what was done each time."""

    def write(name: str, text: str, what: str) -> str:
        project.write({name: text})
        return what

    api, mail, settings = "app/api.py", "app/mail.py", "background-typed.toml"
    yield "nothing"
    yield write(api, WRONG, "an error")
    yield write(api, API, "the error mended")
    yield write(api, f"{API}def (", "broken syntax")
    yield write(api, WRONG, "the syntax mended, and an error")
    yield write(api, API, "all mended")
    yield write(mail, MAIL.replace("str", "int"), "another signature in another file")
    yield write(mail, MAIL, "the signature as before")
    yield write(mail, MAIL.replace("print", "yield "), "only another body in another file")
    yield write(mail, f"{MAIL}def (", "broken syntax in another file")
    yield write(mail, MAIL, "the other file as before")
    yield write("app/more.py", WRONG, "a new file with an error")
    (project.folder / "app/more.py").unlink()
    yield "the new file deleted"
    (project.folder / mail).unlink()
    yield "what is imported deleted"
    yield write("app/mail/__init__.py", MAIL, "what is imported as a package")
    shutil.rmtree(project.folder / "app/mail")
    yield write(mail, MAIL, "what is imported as before")
    yield write(settings, 'ignore = ["arg-type"]\n', "settings")
    yield write(api, WRONG, "an error that they ignore")
    yield write(settings, "ignore = 1\n", "broken settings")
    (project.folder / settings).unlink()
    yield "no settings"
    shutil.rmtree(project.folder / "app")
    yield "everything deleted"


@pytest.mark.repeats
def test_each_answer_is_that_of_a_fresh_run(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.warm_up()
    shutil.copytree(".background_typed_cache", ".other_cache")
    words = [f"--python={project.application}", "--watch"]
    args, seen = parse(words), set()

    def changes() -> Iterator[list[str]]:
        for what in steps_in(project):
            yield []
            output, errors = capsys.readouterr()
            fresh = project.run("--cache-dir=.other_cache")
            assert (answer_of(output), errors) == (fresh.stdout, fresh.stderr), what
            seen.add(output)

    check_again(lambda: answer(words, args), changes())

    assert len(seen) > 8, "the edits change nothing"


def test_a_real_process_checks_after_a_save_until_it_is_interrupted(project: Project) -> None:
    project.warm_up()
    words = [f"--python={project.application}", "--watch", "--format=concise", "app"]

    with subprocess.Popen(
        [COMMAND, *words], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        deadline = threading.Timer(60, process.kill)
        deadline.start()
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        first = [*until_waiting(lines)]
        project.write({"app/api.py": WRONG})
        second = [*until_waiting(lines)]
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate()
        deadline.cancel()

    assert re.fullmatch(r"\[\d\d:\d\d:\d\d\] checking", first[0])
    assert first[2:] == ["1 background task in 1 file: 1 checked, no errors", "", WAITING]
    assert second[0] == SEPARATOR
    assert second[1].endswith("] changed: app/api.py")
    assert second[3].endswith(FINDING)
    assert (rest, errors, process.returncode) == ("", "background-typed: interrupted\n", 130)


def until_waiting(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines up to the one that says that nothing more comes."""
    for line in lines:
        yield line.rstrip("\n")
        if line == f"{WAITING}\n":
            return


def test_corrections_are_made_after_each_change(project: Project) -> None:
    words = ["--watch", "--no-types", "--fix"]
    args = parse(words)

    def changes() -> Iterator[list[str]]:
        yield []
        project.write({"app/api.py": API.replace('send, "me"', 'send("me")')})
        yield ["app/api.py"]

    check_again(lambda: answer(words, args), changes())

    assert (project.folder / "app/api.py").read_text() == API


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["-"], "--watch cannot be used with standard input"),
        (["--list"], "--watch cannot be used with --list"),
        (["--diff"], "--watch cannot be used with --diff"),
        (["--doctor"], "--watch cannot be used with --doctor"),
        (["--add-ignores"], "--watch cannot be used with --add-ignores"),
        (["-o", "found.txt"], "--watch cannot be used with --output-file"),
        (["--show-files"], "--watch cannot be used with --show-files"),
        (["--show-settings"], "--watch cannot be used with --show-settings"),
        (
            ["--format=sarif"],
            "--watch cannot be used with --format sarif (choose from text, concise, grouped)",
        ),
    ],
)
@pytest.mark.parametrize("option", ["--watch", "-w"])
def test_what_cannot_be_watched_is_refused(
    option: str, words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, option, *words) == line


def test_without_watchfiles_a_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watching, "find_spec", lambda _name: None)

    assert run(["--watch"])[0] == 2
    assert capsys.readouterr() == (
        "",
        'background-typed: watchfiles is not installed: pip install "background-typed[watch]"\n',
    )


def test_a_folder_that_cannot_be_watched_gives_a_line(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(project.folder / "gone")
    monkeypatch.setattr(watching, "top_around", lambda _folder: gone)

    assert run(["--watch"])[0] == 2
    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.startswith("background-typed: --watch: ")
    assert errors.count("\n") == 1


CHANGES = {
    "app/api.py": True,
    "app/api.pyi": True,
    "app/api.ipynb": True,
    "app/new folder": True,
    "app/data.json": False,
    "app/__pycache__/api.py": False,
    "node_modules/tool.py": False,
    ".git/hook.py": False,
    ".venv/lib/python3.13/site-packages/redis/client.py": False,
    "kept/3.13/app.py": False,
    ".hidden/api.py": False,
    ".named/api.py": True,
    ".named/.hidden/api.py": False,
}


@pytest.mark.parametrize("path", CHANGES)
def test_only_changes_of_what_is_checked_count(path: str, project: Project) -> None:
    project.write({".git/config": "", ".named/api.py": ""})
    concerns = Concerns([".named", "app/api.py"], "kept")

    assert concerns.tops == [str(project.folder.resolve())]
    added = SimpleNamespace(name="added")
    assert concerns(added, str(project.folder.resolve() / path)) is CHANGES[path]  # type: ignore[arg-type]


def test_a_file_without_an_ending_may_change(project: Project) -> None:
    modified = SimpleNamespace(name="modified")
    path = str(project.folder.resolve() / "app/log")

    assert not Concerns(["app"], "kept")(modified, path)  # type: ignore[arg-type]


def test_a_burst_of_saves_is_one_check_and_settings_count_wherever_they_are(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write({"mypy.ini": "[mypy]\n"})

    def events(*_: object) -> Iterator[set[str]]:
        yield set()
        yield set()
        yield {"app/mail.py", "app/api.py"}
        project.write({"mypy.ini": "[mypy]\nstrict = true\n"})
        yield set()
        yield set()
        project.write({"background-typed.toml": ""})
        yield {"app/api.py"}

    monkeypatch.setattr(watching, "events_below", events)
    args = parse(["--watch", "--config-file=mypy.ini", "app"])

    assert [*changes_for(args)] == [
        [],
        ["app/api.py", "app/mail.py"],
        [str(project.folder / "mypy.ini")],
        sorted([str(project.folder / "background-typed.toml"), "app/api.py"]),
    ]


def shown_by(capsys: pytest.CaptureFixture[str], *changes: list[str], quiet: bool = False) -> str:
    """Return what is printed around checks that print nothing."""
    check_again(lambda: None, changes, quiet=quiet)
    return re.sub(r"\[\d\d:\d\d:\d\d\]", "[time]", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (["app/api.py"], "changed: app/api.py"),
        (["app/api.py", "app/mail.py", "app/new"], "changed: app/api.py and 1 more"),
        (["app/new"], "changed: app/new"),
    ],
)
def test_what_has_changed_is_named(
    changed: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown_by(capsys, changed) == f"[time] {words}\n\n\n{WAITING}\n"


def test_quiet_leaves_only_what_separates_the_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown_by(capsys, [], ["app/api.py"], quiet=True) == f"{SEPARATOR}\n"


def test_a_terminal_is_cleared_before_each_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert shown_by(capsys, [], ["app/api.py"], quiet=True) == CLEAR * 2
