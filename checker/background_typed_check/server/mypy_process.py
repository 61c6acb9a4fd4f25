"""The process with mypy, as the server sees it: started when it is asked, anew when it is gone."""

import subprocess
import sys
from contextlib import suppress
from typing import Final

from background_typed_check.server.requests import Reply, Request, receive, send

# It imports from where the server does, and not from the current folder.
CODE: Final = (
    "import sys; sys.path[:] = {path!r}; "
    "from background_typed_check.server.mypy_main import main; main()"
)


class GoneError(Exception):
    """Says that the process has ended before it answered."""


class MypyProcess:
    """A process that answers requests, one after another."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Request) -> Reply:
        """Return the answer to a request, whenever that comes.

        Raises:
            GoneError: If the process ends, or cannot be started.

        """
        try:
            process = self.process = self.process or self.start()
            assert process.stdin is not None  # noqa: S101  # both are pipes
            assert process.stdout is not None  # noqa: S101
            send(request, process.stdin)
            reply: Reply = receive(process.stdout)
        except (OSError, EOFError) as error:
            raise GoneError(self.end() or str(error)) from None
        return reply

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the process. It ends by itself when the server does."""
        return subprocess.Popen(  # noqa: S603  # our own code
            [sys.executable, "-c", CODE.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def end(self) -> str | None:
        """End the process, and return how it ended, None if there is none."""
        process, self.process = self.process, None
        if process is None:
            return None
        with suppress(OSError), process:  # it may be gone already, before it has read all
            process.kill()
        status = process.returncode
        return f"signal {-status}" if status < 0 else f"exit status {status}"
