"""The command `background-typed`, or `python -m background_typed_mypy`."""

import os
import sys
from typing import Final

BAD: Final = 2
INTERRUPTED: Final = 130  # as a shell says it


def main() -> None:
    """Run the command, or say what it lacks."""
    try:
        from mypy.util import hard_exit  # noqa: PLC0415  # it may not be installed
    except ModuleNotFoundError:
        install = 'pip install "background-typed[mypy]"'
        sys.stderr.write(f"background-typed: mypy is not installed: {install}\n")
        sys.exit(BAD)
    from background_typed_mypy.command.main import run  # noqa: PLC0415  # it needs mypy

    try:
        status, _kept = run(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:  # `background-typed | head`: what is left has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = BAD
    hard_exit(status)  # as mypy does: to free what it built takes long


if __name__ == "__main__":
    main()
