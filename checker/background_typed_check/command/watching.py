"""`--watch`: the same check again after each change of what it may rest on."""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from background_typed_check.command.checking import traces_of
from background_typed_check.command.in_force import files_for
from background_typed_check.command.inputs.files import NOTEBOOK
from background_typed_check.command.options import BAD
from background_typed_check.command.output.streams import tell, write
from background_typed_check.command.watched import State, state_of
from background_typed_check.facts.project import PYTHON, is_skipped, top_around
from background_typed_check.facts.source import STUB
from background_typed_check.reasons import NothingCheckedError

if TYPE_CHECKING:
    from watchfiles import Change

INSTALL: Final = 'watchfiles is not installed: pip install "background-typed[watch]"'
CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"  # go to the top, and erase the screen and what scrolled away
SEPARATOR: Final = "-" * 40
WAITING: Final = "Watching for changes. Ctrl-C ends."
CHECKED: Final = (PYTHON, STUB, NOTEBOOK)
# How often to look at the files that lie elsewhere, in milliseconds. The first check waits as long.
TICK: Final = 100


def watch(args: argparse.Namespace, check: Callable[[], object]) -> int:
    """Check, and again after each change. Return the exit status if that is not possible."""
    if find_spec("watchfiles") is None:
        tell([INSTALL])
        return BAD
    try:
        check_again(check, changes_for(args), quiet=args.quiet)
    except NothingCheckedError as error:
        tell([f"--watch: {error}"])
    return BAD


def check_again(
    check: Callable[[], object], changes: Iterable[list[str]], *, quiet: bool = False
) -> None:
    """Check once for each list of files that have changed."""
    is_first = True
    for changed in changes:
        begin(changed, is_first=is_first, quiet=quiet)
        check()
        write([] if quiet else ["", WAITING], sys.stdout)
        sys.stdout.flush()
        gc.collect()  # what mypy built takes much memory: it is freed while nobody waits
        is_first = False


def begin(changed: list[str], *, is_first: bool, quiet: bool) -> None:
    """Set what is printed apart from what was printed before, and say when and why it is new."""
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
    elif not is_first:
        write([SEPARATOR], sys.stdout)
    # Some programs save a file by way of another, whose name tells nobody anything.
    known = [each for each in changed if "." in os.path.basename(each)] or changed
    what = f"changed: {os.path.relpath(known[0])}" if known else "checking"
    more = f" and {len(known) - 1} more" if known[1:] else ""
    write([] if quiet else [f"[{time.strftime('%H:%M:%S')}] {what}{more}", ""], sys.stdout)
    sys.stdout.flush()


def changes_for(args: argparse.Namespace) -> Iterator[list[str]]:
    """Yield the files that have changed: none at first, then those of each burst of saves.

    They are those of the project. What else a run rests on may lie anywhere, and is few files.
    """
    paths = args.paths or [os.curdir]
    concerns = Concerns(paths, args.cache_dir)
    elsewhere = [*files_for(args), *traces_of(paths), *filter(None, [args.config_file])]
    before: dict[str, State] | None = None
    for saved in events_below(concerns.tops, concerns):
        now = {os.path.abspath(each): state_of(each) for each in elsewhere}
        changed = {*saved, *(each for each, state in (before or now).items() if state != now[each])}
        if changed or before is None:
            yield sorted(changed)
        before = now


class Concerns:
    """Tells which changes may concern a run."""

    def __init__(self, paths: Iterable[str], cache: str) -> None:
        """Take the paths that the user names, and where the cache is."""
        named = {os.path.realpath(each) for each in paths}
        folders = {each if os.path.isdir(each) else os.path.dirname(each) for each in named}
        self.tops = sorted({top_around(each) for each in folders})
        self.cache = os.path.join(os.path.realpath(cache), "")
        self.known = sorted({*named, *folders, *self.tops}, key=len, reverse=True)
        """What is looked at whatever its name is, the innermost first."""

    def __call__(self, change: "Change", path: str) -> bool:
        """Return whether a change of a file or folder counts, as `watchfiles` asks it."""
        if os.path.join(path, "").startswith(self.cache):
            return False
        known = next((each for each in self.known if is_inside(path, each)), os.sep)
        parts = path[len(known) :].split(os.sep)
        if any(map(is_skipped, parts)):
            return False
        # A folder that comes or goes may bring files along, or take them away.
        is_folder = "." not in parts[-1] and change.name != "modified"
        return path.endswith(CHECKED) or is_folder


def is_inside(path: str, folder: str) -> bool:
    """Return whether a path is another one, or lies below it."""
    return os.path.join(path, "").startswith(os.path.join(folder, ""))


def events_below(tops: list[str], counts: "Concerns") -> Iterator[set[str]]:
    """Yield the files below some folders that have changed, every now and then none.

    Raises:
        NothingCheckedError: If they cannot be watched.

    """
    import watchfiles  # noqa: PLC0415  # it need not be installed

    changes = watchfiles.watch(*tops, watch_filter=counts, rust_timeout=TICK, yield_on_timeout=True)
    try:
        yield from ({path for _, path in each} for each in changes)
    except (OSError, RuntimeError) as error:  # as a limit of the operating system
        raise NothingCheckedError(str(error)) from None
