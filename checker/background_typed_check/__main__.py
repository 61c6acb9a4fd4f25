"""The command `background-typed`, or `python -m background_typed_check`."""

import os
import sys
from pathlib import Path
from typing import Final, NoReturn

BAD: Final = 2
INTERRUPTED: Final = 130  # as a shell says it


def main() -> None:
    """Run the command."""
    if sys.stdout is None:  # closed
        leave("the output cannot be written: it is closed")
    try:
        Path.cwd()
    except OSError:
        leave("the current folder does not exist")
    try:
        from background_typed_check.command.main import run  # noqa: PLC0415  # it may be interrupted

        status, _kept = run(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # as that of `background-typed | head`
            sys.stderr.write(f"background-typed: the output cannot be written: {error.strerror}\n")
        status = BAD
    os._exit(status)  # as mypy does: to free what it built takes long


def leave(why: str) -> NoReturn:
    """Say in a line why nothing can be done, and leave."""
    if sys.stderr is not None:
        sys.stderr.write(f"background-typed: {why}\n")
        sys.stderr.flush()
    os._exit(BAD)


if __name__ == "__main__":
    main()
