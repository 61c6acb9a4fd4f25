"""Standard input, as the text of a file."""

import sys
from typing import Final

from background_typed_check.command.inputs.files import shown_path
from background_typed_check.facts.disk import Disk
from background_typed_check.reasons import NothingCheckedError

UNNAMED: Final = "<stdin>"  # as Python calls it


def take_stdin(name: str | None, disk: Disk) -> str:
    """Take standard input as the text of a file, and return the path of that file.

    Raises:
        NothingCheckedError: If it cannot be read.

    """
    path = UNNAMED if name is None else shown_path(name)
    message = "standard input cannot be read"
    if sys.stdin is None:
        message += ": it is closed"
        raise NothingCheckedError(message)
    try:
        disk.put(path, sys.stdin.buffer.read())
    except OSError as error:
        message += f": {error.strerror}"
        raise NothingCheckedError(message) from None
    return path
