"""A progress bar on the terminal, for runs that take longer than a second."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final

PATIENCE: Final = 1.0


@contextmanager
def show_progress(
    files: list[str], *, quiet: bool, color: str = "auto"
) -> Iterator[Callable[[str], object]]:
    """Yield a function to call with each file that is done."""
    if quiet or not sys.stderr.isatty() or find_spec("rich") is None:
        yield lambda _file: None
        return
    from rich.console import Console  # noqa: PLC0415  # slow, and only needed here
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    bar = Progress(
        TextColumn("Checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files"),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr, no_color=True if color == "never" else None),
        transient=True,
        # The bar starts while mypy has replaced the streams: it must not restore those later.
        redirect_stdout=False,
        redirect_stderr=False,
    )
    known = set(files)
    task = bar.add_task("", total=len(files))
    start = threading.Timer(PATIENCE, bar.start)
    start.daemon = True
    start.start()
    try:
        yield lambda file: bar.advance(task, file in known)
    finally:
        start.cancel()
        start.join()  # it may be about to show the bar
        if bar.live.is_started:
            bar.stop()
