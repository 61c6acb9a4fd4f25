"""The command `background-typed`, or `python -m background_typed_check`.

It imports next to nothing at first: until `main` has begun, Ctrl-C prints a traceback.
"""

import os
import sys

from background_typed_check import NAME

TYPE_CHECKING = False  # as in `typing`, which takes long to import
if TYPE_CHECKING:
    from typing import NoReturn

BAD = 2
INTERRUPTED = 130  # as a shell says it


def main() -> None:
    """Run the command."""
    sys.unraisablehook = leave_if_interrupted
    if sys.stderr is None:  # it is closed, so nobody misses what would stand there
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # until the end
    if sys.stdout is None:
        leave("the output cannot be written: it is closed")
    try:
        os.getcwd()
    except OSError:
        leave("the current folder does not exist")
    try:
        from background_typed_check.command.main import run  # noqa: PLC0415  # it may be interrupted

        try:
            status, _kept = run(sys.argv[1:])
        except SystemExit as left:  # argparse's, which leaves the output to be written
            status = int(left.code or 0)
        sys.stdout.flush()
    except KeyboardInterrupt:
        leave("interrupted", INTERRUPTED)
    except BrokenPipeError:  # as that of `background-typed | head`
        status = BAD
    except OSError as error:
        leave(f"the output cannot be written: {error.strerror}")
    os._exit(status)  # as mypy does: to free what it built takes long


def leave_if_interrupted(unraisable: "sys.UnraisableHookArgs") -> None:
    """Leave where Ctrl-C comes in a callback, from which Python raises nothing."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        leave("interrupted", INTERRUPTED)
    sys.__unraisablehook__(unraisable)


def leave(why: str, status: int = BAD) -> "NoReturn":
    """Print in a line why nothing more is done, and leave."""
    try:
        sys.stderr.write(f"{NAME}: {why}\n")
        sys.stderr.flush()
    finally:  # also where nobody reads that, and where somebody presses Ctrl-C again
        os._exit(status)


if __name__ == "__main__":
    main()
