"""What the benchmarks share: run a command, and compare two sets of runs pair by pair."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

MIB = 1024  # in KiB, which `ru_maxrss` counts on Linux


class Usage(NamedTuple):
    """What a command used."""

    cpu: float
    """Seconds in user and system mode: other work on the machine disturbs it least."""
    wall: float
    """Seconds."""
    peak: float
    """Resident memory, in the unit of the platform."""


def run(*arguments: str, cwd: Path, worst: int = 0) -> tuple[Usage, str]:
    """Run Python with the arguments, and return its output; stop everything if it fails.

    A checker exits with 1 if it finds errors, and with more if it could not check.
    """
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "0",  # the order of sets must not matter
        # So that both sides find their modules compiled.
        "PYTHONPYCACHEPREFIX": os.environ.get("PYTHONPYCACHEPREFIX", str(cwd / "pycache")),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=cwd, env=environment, stdout=output, stderr=output
        )
        _, status, used = os.wait4(process.pid, 0)  # `wait` does not return what was used
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if not 0 <= process.returncode <= worst:
        sys.exit(f"{arguments} failed:\n{text}")
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss), text


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of the pairs: noise that lasts affects both of a pair."""
    return median(our / their for our, their in zip(ours, theirs, strict=True))


def ratios(ours: Sequence[Usage], theirs: Sequence[Usage]) -> list[float]:
    """Return the ratio of each figure."""
    return [
        ratio(*([usage[which] for usage in side] for side in (ours, theirs)))
        for which in range(len(Usage._fields))
    ]


def mypy(project: Path, cache: Path, *, plugin: bool) -> Usage:
    """Check the project, with or without the plugin."""
    config = project / f"{'with' if plugin else 'without'}.ini"
    plugins = "plugins = background_typed_mypy\n" if plugin else ""
    disabled = "disable_error_code = unused-coroutine\n"
    config.write_text(f"[mypy]\nstrict = true\n{disabled}{plugins}", encoding="utf-8")
    command = ["-m", "mypy", "--config-file", config.name, "--cache-dir", str(cache), "app"]
    return run(*command, cwd=project)[0]
