"""Run mypy over a program that is edited: cold, on a warm cache, in the daemon, in workers."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from mypy.dmypy_server import Server, process_start_options
from mypy.version import __version__ as mypy_version

# No error code that reports every task: the daemon always rechecks what it had a message for.
CONFIG: Final = """\
[mypy]
plugins = background_typed_mypy
show_error_end = True
"""

Edit: TypeAlias = tuple[str, str, str, str]
"""A file, the text before, the text after, and the files whose errors go away."""

needs_workers = pytest.mark.skipif(
    tuple(map(int, mypy_version.split(".")[:2])) < (2, 0), reason="workers came with mypy 2.0"
)


class Program:
    """Modules `app*.py`, which mypy reports on, and the modules that they import, which change."""

    def __init__(
        self, folder: Path, libraries: Path, apps: dict[str, str], modules: dict[str, str]
    ) -> None:
        """Write the program, and start a daemon."""
        self.folder = folder
        self.libraries = libraries
        self.apps = [*apps]
        self.edits = 0
        self.write("mypy.ini", CONFIG)
        for name, text in {**apps, **modules}.items():
            self.write(name, text)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            flags = ["--config-file=mypy.ini", "--cache-dir=daemon"]
            # It runs in this process, and keeps what it would keep in its own.
            self.server = Server(process_start_options(flags, allow_sources=False), "status")

    def write(self, name: str, text: str) -> None:
        """Write a file with a later time than any before."""
        path = self.folder / name
        path.write_text(text)
        # mypy takes a file with the same size and the same second for unchanged.
        self.edits += 1
        os.utime(path, (time.time() + self.edits, time.time() + self.edits))

    def edit(self, name: str, before: str, after: str) -> None:
        """Replace some text of a file."""
        text = (self.folder / name).read_text()
        assert text.count(before) == 1
        self.write(name, text.replace(before, after))

    def mypy(self, *arguments: str) -> list[str]:
        """Run mypy."""
        run = subprocess.run(
            [sys.executable, "-m", "mypy", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode in (0, 1), run.stdout + run.stderr
        assert not run.stderr
        return reports(run.stdout)

    def cold(self, *arguments: str) -> list[str]:
        """Run without a cache of the program itself."""
        shutil.rmtree(self.folder / "cold", ignore_errors=True)
        shutil.copytree(self.libraries, self.folder / "cold")
        return self.mypy("--cache-dir=cold", *arguments, *self.apps)

    def warm(self, *arguments: str) -> list[str]:
        """Run on the cache of the run before the last edit, or first on that of the libraries."""
        cache = f"warm{''.join(arguments)}"
        if not (self.folder / cache).exists():
            shutil.copytree(self.libraries, self.folder / cache)
        return self.mypy(f"--cache-dir={cache}", *arguments, *self.apps)

    def daemon(self) -> list[str]:
        """Ask the daemon, which lives on from one edit to the next."""
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            answer = self.server.cmd_check(
                self.apps, export_types=False, is_tty=False, terminal_width=80
            )
        assert not answer["err"]
        return reports(str(answer["out"]))


def reports(output: str) -> list[str]:
    """Return what mypy reports about the program, in a stable order."""
    return sorted(line for line in output.splitlines() if line.startswith("app"))


def files_of(answer: list[str]) -> set[str]:
    """Return the files that have errors."""
    return {line.partition(":")[0] for line in answer if ": error:" in line}


def all_runs_follow(program: Program, edits: Iterable[Edit]) -> set[str]:
    """Check that all runs agree after each edit, and return the files with errors before."""
    reported = program.cold()
    assert program.warm() == program.daemon() == reported
    for name, before, after, silent in edits:
        program.edit(name, before, after)
        answer = program.warm()
        assert files_of(answer) == files_of(reported) - {*silent.split()}, after
        assert program.daemon() == answer, after
        program.edit(name, after, before)
        assert program.warm() == reported, (after, "taken back")
        assert program.daemon() == reported, (after, "taken back")
    return files_of(reported)


def workers_follow(program: Program, edits: Iterable[Edit]) -> None:
    """Check that a run with workers agrees with one process, and follows each edit."""
    reported = program.cold()
    assert program.warm("-n2") == reported
    for name, before, after, silent in edits:
        program.edit(name, before, after)
        assert files_of(program.warm("-n2")) == files_of(reported) - {*silent.split()}, after
        program.edit(name, after, before)
        assert program.warm("-n2") == reported, (after, "taken back")
