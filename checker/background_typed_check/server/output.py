"""Where the client reads. It may be gone: the end of the input says so, and ends the server."""

import io
import os
from contextlib import suppress


class Output(io.BufferedWriter):
    """An output that fails silently, with a number of its own, so that pygls may close it."""

    def __init__(self, number: int) -> None:
        """Take the number of the file to write to."""
        super().__init__(io.FileIO(os.dup(number), "w"))

    def write(self, data: bytes) -> int:  # type: ignore[override]  # all that is written
        """Write a message."""
        with suppress(OSError):
            super().write(data)
        return len(data)

    def flush(self) -> None:
        """Have the client see what was written."""
        with suppress(OSError):
            super().flush()
