"""The command in a process that is forked from one that has imported it.

Only to save time: a process of its own takes three times as long, and most tests run the command.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from background_typed_check.__main__ import main

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(
    ["background_typed_check.command.main", "background_typed_check.types.check", __name__]
)


def run_command(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, with these environment variables and no others."""
    with tempfile.TemporaryDirectory() as written:
        output, errors = Path(written, "output"), Path(written, "errors")
        process = SERVER.Process(
            target=command, args=(arguments, folder, dict(environment), output, errors)
        )
        process.start()
        process.join()
        assert process.exitcode is not None
        return subprocess.CompletedProcess(
            arguments, process.exitcode, output.read_text(), errors.read_text()
        )


def command(
    arguments: tuple[str, ...],
    folder: Path,
    environment: dict[str, str],
    output: Path,
    errors: Path,
) -> None:
    """Be the command, which writes to these files."""
    for number, file in enumerate((output, errors), 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    main()
