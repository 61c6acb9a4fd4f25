"""How a run ends if nobody reads its output, or if somebody interrupts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import COMMAND

API = """\
from fastapi import BackgroundTasks
async def send(to: str) -> None: ...
def handle(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: send("a"))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "api.py").write_text(API)
    return tmp_path


def run_into(closed: str, folder: Path, *arguments: str) -> tuple[str, int]:
    """Run the command into a pipe without a reader, and return its other stream."""
    reader, writer = os.pipe()
    os.close(reader)
    is_stdout = closed == "stdout"
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=folder,
        stdout=writer if is_stdout else subprocess.PIPE,
        stderr=subprocess.PIPE if is_stdout else writer,
        text=True,
        check=False,
    )
    os.close(writer)
    return done.stderr if is_stdout else done.stdout, done.returncode


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["explain"],
        ["explain", "misc"],
        ["--no-types"],
        ["--no-types", "--list"],
        ["--no-types", "--format=sarif"],
    ],
    ids=" ".join,
)
def test_a_closed_pipe_is_quiet(arguments: list[str], folder: Path) -> None:
    assert run_into("stdout", folder, *arguments) == ("", 2)


@pytest.mark.parametrize("arguments", [["--formt"], ["nothing.py"], ["explain", "x"]])
def test_messages_that_nobody_reads_cause_no_traceback(arguments: list[str], folder: Path) -> None:
    assert run_into("stderr", folder, *arguments) == ("", 2)


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="it closes what is written to")
def test_messages_that_cannot_be_written_do_not_matter(folder: Path) -> None:
    (folder / "broken.py").write_text("tasks.add_task(\n")

    done = subprocess.run(
        ["/bin/sh", "-c", f"{COMMAND} --no-types --list 2>&-"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )

    listed = "api.py:4:5: <lambda>: not checked (--no-types)\n"
    assert (done.stdout, done.returncode) == (listed, 0)


CALLBACK = """
import weakref
from background_typed_check import __main__ as entry
from background_typed_check.command import main

class Thing: ...

def fail(_reference):
    raise {error}

def run(arguments):
    thing = Thing()
    reference = weakref.ref(thing, fail)
    del thing
    print("went on")
    return 0, None

main.run = run
entry.main()
"""


def run_callback(error: str) -> subprocess.CompletedProcess[str]:
    """Raise an error where Python prints it and continues."""
    return subprocess.run(
        [sys.executable, "-c", CALLBACK.format(error=error)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_interruption_in_a_callback_ends_the_run() -> None:
    done = run_callback("KeyboardInterrupt")

    assert (done.stdout, done.stderr, done.returncode) == (
        "",
        "background-typed: interrupted\n",
        130,
    )


def test_another_error_in_a_callback_does_not_end_the_run() -> None:
    done = run_callback("ValueError('mine')")

    assert (done.stdout, done.returncode) == ("went on\n", 0)
    assert "Exception ignored" in done.stderr
    assert "ValueError: mine" in done.stderr
