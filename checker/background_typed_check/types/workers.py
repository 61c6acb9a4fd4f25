"""mypy's workers: more processes, which check parts of a tree at the same time."""

import contextlib
import functools
import os
import subprocess
from collections.abc import Iterator
from typing import Final

from mypy.version import __version__ as mypy_version

from background_typed_check.reasons import NothingCheckedError

HAS_WORKERS: Final = not mypy_version.startswith("1.")
# Whatever the user's settings say.
NO_WORKERS: Final = ("--num-workers=0",) if HAS_WORKERS else ()
# On two cores, two took about 0.7 of the time of none, and more than two did not help.
MOST: Final = 4


def refuse_workers(number: int | None, origin: str = "--workers") -> None:
    """Refuse workers where mypy has none, and say what asks for them.

    Raises:
        NothingCheckedError: If the user wants some.

    """
    if number and not HAS_WORKERS:
        message = f"{origin} needs mypy 2.0 or newer, and mypy {mypy_version} is installed"
        raise NothingCheckedError(message)


def workers_for(number: int | None, cache: str) -> int:
    """Return how many workers to use: what the user wants, or else as many as help.

    With something in the cache, starting them takes longer than they save.
    """
    if cache == os.devnull or not HAS_WORKERS:
        return 0  # they need the cache to communicate
    if number is not None:
        return number
    cores = usable_cores()
    return min(cores, MOST) if cores > 1 and len(os.listdir(cache)) <= 1 else 0


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def out_of_sight() -> Iterator[None]:
    """Start processes that print nothing, and that Ctrl-C in the terminal does not reach.

    mypy has no setting for that. It ends them itself. It names the streams of a process that it
    reads from, and then those are used.
    """
    popen, nowhere = subprocess.Popen, subprocess.DEVNULL
    hidden = functools.partial(popen, start_new_session=True, stdout=nowhere, stderr=nowhere)
    subprocess.Popen = hidden  # type: ignore[misc,assignment]  # it is one, with other defaults
    try:
        yield
    finally:
        subprocess.Popen = popen  # type: ignore[misc]  # as before
