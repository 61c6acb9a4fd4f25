"""What the server and the process with mypy say to each other, each message after its length."""

import pickle
import struct
from typing import IO, Any, Final, NamedTuple

from background_typed_check.report import Finding
from background_typed_check.server.client_settings import Wanted

LENGTH: Final = struct.Struct(">Q")


class Request(NamedTuple):
    """Asks for what mypy says about a folder."""

    root: str
    wanted: Wanted
    """What the user wants there."""
    texts: dict[str, bytes]
    """The texts of all open documents, by their absolute paths."""


class Reply(NamedTuple):
    """What mypy says about those documents that it has read."""

    findings: dict[str, list[Finding]]
    """By the paths of the request."""
    trouble: str | None = None
    """Why something was not checked, if the user needs to know."""


def send(message: Request | Reply, to: IO[bytes]) -> None:
    """Send a message."""
    data = pickle.dumps(message)
    to.write(LENGTH.pack(len(data)) + data)
    to.flush()


def receive(given: IO[bytes]) -> Any:  # noqa: ANN401  # what the other side sends
    """Return the next message.

    Raises:
        EOFError: If there is none, because the other side has ended.

    """
    head = given.read(LENGTH.size)
    data = given.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
    if not data:
        raise EOFError
    return pickle.loads(data)  # noqa: S301  # our own process has written it
