"""`--fix`, `--unsafe-fixes` and `--diff`."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.command import fix
from background_typed_check.command.main import run
from background_typed_check.command.rewriting import write
from conftest import Project, refused

pytestmark = pytest.mark.once

HEAD: Final = """\
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


async def send(to: str = "", *, func: str = "") -> None: ...


"""
WRONG: Final = f"""{HEAD}@app.post("/")
async def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: send("a"))
"""
RIGHT: Final = WRONG.replace('lambda: send("a")', 'send, "a"')
# The arguments of what the lambda calls are evaluated earlier.
UNSAFE: Final = WRONG.replace('send("a")', 'send(str("a"))')
UNSAFE_FIXED: Final = WRONG.replace('lambda: send("a")', 'send, str("a")')
NO_FIX: Final = WRONG.replace('lambda: send("a")', 'lambda to: send(to), "a"')
STATUS: Final = {"fine": 0, "findings": 1, "bad": 2}

Command = Callable[..., tuple[str, str, int]]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Command:
    """Run the rules in a folder, and return what is on stdout and stderr, and the exit status."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[str, str, int]:
        status, _ = run(["--no-types", *arguments])
        output, errors = capsysbinary.readouterr()
        return output.decode(), errors.decode(), status

    return command


def test_a_safe_correction_is_written(command: Command, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(WRONG)
    output, errors, status = command("--fix")
    assert (tmp_path / "app.py").read_text() == RIGHT
    assert output == (
        "1 background task in 1 file, no errors, 1 fixed (arguments not checked: --no-types)\n"
    )
    assert (errors, status) == ("", STATUS["fine"])


@pytest.mark.parametrize("options", [["--fix"], ["--fix", "--unsafe-fixes"]])
def test_an_unsafe_one_needs_the_option(
    options: list[str], command: Command, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(UNSAFE)
    *_, status = command(*options)
    is_wanted = "--unsafe-fixes" in options
    assert (tmp_path / "app.py").read_text() == (UNSAFE_FIXED if is_wanted else UNSAFE)
    assert status == STATUS["fine" if is_wanted else "findings"]


def test_nothing_is_written_without_the_option(command: Command, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(WRONG)
    assert command("--unsafe-fixes")[2] == STATUS["findings"]
    assert (tmp_path / "app.py").read_text() == WRONG


def test_what_is_left_is_printed(command: Command, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f"{WRONG}    tasks.add_task(lambda to: send(to), 1)\n")
    output, _, status = command("--fix", "--quiet")
    assert "app.py:12:20" in output
    assert "app.py:11" not in output
    assert status == STATUS["findings"]


def test_corrections_follow_each_other_until_nothing_is_left(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(WRONG.replace("add_task(lambda: send", "add(send, func=send"))
    command("--fix")
    assert (tmp_path / "app.py").read_text() == (
        "import functools\n\n"
        + WRONG.replace('lambda: send("a")', 'functools.partial(send, func=send("a"))')
    )


def test_a_correction_that_leads_to_itself_is_made_a_limited_number_of_times(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "background_typed_check.rules.moving.spread", lambda *_: 'lambda: send("a")'
    )
    (tmp_path / "app.py").write_text(WRONG)
    assert command("--fix")[2] == STATUS["findings"]


def test_one_import_serves_several_corrections(command: Command, tmp_path: Path) -> None:
    calls = '    tasks.add_task(send, func="a")\n    tasks.add_task(send, func="b")\n'
    (tmp_path / "app.py").write_text(f"{RIGHT}{calls}")
    command("--fix")
    text = (tmp_path / "app.py").read_text()
    assert text.count("import functools") == 1
    assert text.count("functools.partial(send, func=") == 2


def test_mypy_checks_what_was_corrected(project: Project) -> None:
    project.write({"app.py": WRONG.replace('"a"', '"a", to="b"')})
    done = project.run("--fix")
    assert "call-arg" in done.stdout or "misc" in done.stdout
    assert done.stdout.endswith("1 background task in 1 file: 1 checked, 1 error, 1 fixed\n")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('send, too="a"', 'send, to="a"'),
        ('send, "a", subjct="b"', 'send, "a", subject="b"'),
        ('Mail().send, tto="a", subjct="b"', 'Mail().send, to="a", subject="b"'),
        ('Mail.send, Mail(), too="a"', 'Mail.send, Mail(), to="a"'),
    ],
)
def test_a_keyword_that_is_misspelt_is_corrected_if_that_is_wanted(
    wrong: str, right: str, project: Project
) -> None:
    text = (
        "from fastapi import BackgroundTasks\n\n\n"
        'def send(to: str, *, subject: str = "") -> None: ...\n\n\n'
        "class Mail:\n"
        '    def send(self, to: str, subject: str = "") -> None: ...\n\n\n'
        "def handle(tasks: BackgroundTasks) -> None:\n"
        "    tasks.add_task({})\n"
    )
    project.write({"app.py": text.format(wrong)})
    assert project.run("--fix").returncode == STATUS["findings"]
    assert project.run("--fix", "--unsafe-fixes").returncode == STATUS["fine"]
    assert (project.folder / "app.py").read_text() == text.format(right)


@pytest.mark.parametrize(
    "call",
    [
        'send, "a", colour="b"',  # like nothing
        'send, "a", tp="b"',  # only like what has a value
        "many, a_1=1, a_3=1",  # like two
        "many, a_11=1, a_12=1",  # both like the same
        'send, subjct="b"',  # and something else is missing
        'send, "a", "b", subjct="b"',  # and there is too much
        'send, *"a", subjct="b"',
        'anything, "a", subjct="b"',  # takes it
        'changed, "a", subjct="b"',  # a decorator may do anything
        'str, "a", encodin="b"',
    ],
)
def test_it_is_left_alone_unless_one_parameter_is_meant(call: str, project: Project) -> None:
    text = (
        "from collections.abc import Callable\n"
        "from fastapi import BackgroundTasks\n\n\n"
        'def send(to: str, *, subject: str = "") -> None: ...\n'
        "def many(*, a_1: int = 1, a_2: int = 1) -> None: ...\n"
        "def anything(to: str, *, subject: str = '', **more: str) -> None: ...\n"
        "def change(call: Callable[[str], None]) -> Callable[[str], None]:\n"
        "    return lambda to: call(to)\n"
        "@change\n"
        'def changed(to: str, subject: str = "") -> None: ...\n\n\n'
        "def handle(tasks: BackgroundTasks) -> None:\n"
        f"    tasks.add_task({call})\n"
    )
    project.write({"app.py": text})
    project.run("--fix", "--unsafe-fixes")
    assert (project.folder / "app.py").read_text() == text


# What is not written.


def test_a_file_that_changes_meanwhile_is_not_written(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "app.py"
    file.write_text(WRONG)

    def write_late(path: str, old: bytes, new: bytes) -> str | None:
        file.write_text(f"{WRONG}\n")
        return write(path, old, new)

    monkeypatch.setattr(fix, "write", write_late)
    _, errors, status = command("--fix")
    assert errors == "background-typed: app.py is not written: it has changed since it was read\n"
    assert status == STATUS["findings"]
    assert file.read_text() == f"{WRONG}\n"


def test_a_text_that_cannot_be_written_back_is_left_alone(command: Command, tmp_path: Path) -> None:
    data = b"# coding: utf-7\n# +AGE-\n" + WRONG.encode()  # "a" can be written in two ways
    (tmp_path / "app.py").write_bytes(data)
    line = (
        "background-typed: app.py is not written: its text cannot be written back in its encoding\n"
    )
    assert command("--fix")[1:] == (line, STATUS["findings"])
    assert (tmp_path / "app.py").read_bytes() == data
    assert command("--diff") == (
        "",
        f"{line}background-typed: would fix 0 errors\n",
        STATUS["fine"],
    )


@pytest.mark.parametrize("head", ["", "# coding: utf-8\n"])
def test_a_file_that_python_cannot_decode_is_not_written_and_says_why(
    head: str, command: Command, tmp_path: Path
) -> None:
    data = f"{head}# d\xe9j\xe0 vu\n{WRONG}".encode("latin-1")  # as an import takes it
    try:
        compile(data, "app.py", "exec")
    except SyntaxError:
        pytest.skip("Python 3.14.10 and newer refuse such bytes")
    (tmp_path / "app.py").write_bytes(data)

    output, errors, _ = command("--fix", "--format=concise", "--quiet")

    assert ":20: background-never-runs " in output
    assert errors == (
        "background-typed: app.py is not written: Python cannot decode it: 'utf-8' codec can't "
        f"decode byte 0xe9 in position {len(head) + 3}: invalid continuation byte\n"
    )
    assert (tmp_path / "app.py").read_bytes() == data


def test_what_python_could_not_parse_is_not_written(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("background_typed_check.rules.moving.spread", lambda *_: "send, (")
    (tmp_path / "app.py").write_text(WRONG)
    assert command("--fix")[2] == STATUS["findings"]
    assert (tmp_path / "app.py").read_text() == WRONG


# What would be written.


def test_a_diff_is_printed_and_nothing_is_written(command: Command, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(WRONG)
    output, errors, status = command("--diff")
    assert output.splitlines() == [
        "--- app.py",
        "+++ app.py",
        "@@ -8,4 +8,4 @@",
        " ",
        ' @app.post("/")',
        " async def handle(tasks: BackgroundTasks) -> None:",
        '-    tasks.add_task(lambda: send("a"))',
        '+    tasks.add_task(send, "a")',
    ]
    assert (errors, status) == ("background-typed: would fix 1 error\n", STATUS["findings"])
    assert (tmp_path / "app.py").read_text() == WRONG


def test_a_diff_counts_what_is_unsafe(command: Command, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(UNSAFE)
    said = "background-typed: would fix 0 errors, and 1 more with --unsafe-fixes\n"
    assert command("--diff") == ("", said, STATUS["fine"])
    said = "background-typed: would fix 1 error\n"
    assert command("--diff", "--unsafe-fixes")[1:] == (said, STATUS["findings"])


def test_a_diff_of_nothing_is_empty(command: Command, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(NO_FIX.replace("(send)", "(send, 1)[0]"))
    assert command("--diff", "--quiet") == ("", "", STATUS["fine"])


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
@pytest.mark.parametrize("text", [WRONG, WRONG.rstrip(), WRONG.replace("\n", "\r\n"), f"{WRONG}\f"])
def test_patch_makes_of_a_diff_what_fix_writes(text: str, command: Command, tmp_path: Path) -> None:
    for folder in ("patched", "written"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "app.py").write_bytes(text.encode())
    diff, *_ = command("--diff", "patched")
    subprocess.run(
        ["patch", "--binary", "-p0"],  # noqa: S607  # wherever it is
        input=diff.encode(),
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    command("--fix", "written")
    patched = (tmp_path / "patched" / "app.py").read_bytes()
    assert patched == (tmp_path / "written" / "app.py").read_bytes() != text.encode()


def test_a_diff_has_colours_on_a_terminal(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    (tmp_path / "app.py").write_text(WRONG)
    output, *_ = command("--diff")
    assert '\x1b[32m+    tasks.add_task(send, "a")\x1b[0m\n' in output


def test_a_run_that_fails_says_so_beside_the_diff(project: Project) -> None:
    project.write({"app.py": WRONG, "mypy.ini": "[mypy]\nplugins = missing\n"})
    done = project.run("--diff", "--config-file=mypy.ini")
    assert done.returncode == STATUS["bad"]
    assert '+    tasks.add_task(send, "a")' in done.stdout
    assert "missing" in done.stderr


# Standard input.


@pytest.mark.parametrize("text", [WRONG, RIGHT])
def test_standard_input_is_corrected_onto_standard_output(
    text: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    output, errors, status = command("--fix", "-")
    assert (output, status) == (RIGHT, STATUS["fine"])
    assert errors.startswith("1 background task in 1 file, no errors")


def test_what_is_left_of_standard_input_is_on_stderr(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{WRONG}    tasks.add_task(lambda to: send(to), 1)\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    output, errors, status = command("--fix", "-")
    assert output == text.replace('lambda: send("a")', 'send, "a"')
    assert "<stdin>:12:20" in errors
    assert status == STATUS["findings"]


@pytest.mark.parametrize("option", ["--fix", "--diff", "--add-ignores"])
@pytest.mark.parametrize("other", ["--list", "--doctor"])
def test_other_questions_go_with_no_correction(
    option: str, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, option, other, os.curdir)
    assert said in {
        f"{option} cannot be used with {other}",
        f"{other} cannot be used with {option}",
    }


# The settings, and what was corrected.


def test_settings_may_ask_for_corrections_and_options_take_that_back(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "app.py"
    file.write_text(UNSAFE)
    (tmp_path / "background-typed.toml").write_text("fix = true\nunsafe-fixes = true\n")

    assert command("--no-fix")[2] == STATUS["findings"]
    assert command("--no-unsafe-fixes")[2] == STATUS["findings"]
    assert command("--list")[2] == STATUS["fine"]
    assert command("--diff")[2] == STATUS["findings"]
    assert file.read_text() == UNSAFE
    assert command()[2] == STATUS["fine"]
    assert file.read_text() == UNSAFE_FIXED


SHOWN: Final = """\
{} 4 errors:
- a.py:
    1 x background-never-runs
- app.py:
    2 x background-never-runs
    1 x background-dropped

"""


def test_what_was_corrected_is_shown_by_file_and_code(command: Command, tmp_path: Path) -> None:
    twice = f'{WRONG}    tasks.add_task(lambda: send("b"))\n'
    awaited = f'{twice}    await tasks.add_task(send, "c")\n'
    (tmp_path / "a.py").write_text(WRONG)
    (tmp_path / "app.py").write_text(awaited)

    assert command("--diff", "--show-fixes")[1] == (
        SHOWN.format("Would fix") + "background-typed: would fix 4 errors\n"
    )
    assert "Would" not in command("--diff", "--show-fixes", "-q")[1]
    output, errors, status = command("--fix", "--show-fixes")
    assert output.startswith(SHOWN.format("Fixed") + "4 background tasks in 2 files, no errors, 4")
    assert (errors, status) == ("", STATUS["fine"])
    assert command("--fix", "--show-fixes")[0].startswith("4 background tasks")


def test_what_was_corrected_is_no_part_of_a_format_for_machines(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(WRONG)

    assert command("--fix", "--show-fixes", "--format=json")[:2] == (
        "",
        "1 background task in 1 file, no errors, 1 fixed (arguments not checked: --no-types)\n",
    )
