"""`--output-file`: what would go to stdout goes to a file."""

import contextlib
import io
import os
from collections.abc import Callable

from background_typed_check.command.options import BAD
from background_typed_check.command.output.streams import tell


def print_into(file: str, work: Callable[[], tuple[int, object]]) -> tuple[int, object]:
    """Do some work, and put what it prints into a file; return its status and what it returns."""
    data = io.BytesIO()
    text = io.TextIOWrapper(data, encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(text):
        status, returned = work()
    try:
        put(file, data.getvalue())
    except OSError as error:
        tell([f'--output-file: "{file}" cannot be written: {error.strerror}'])
        return BAD, returned
    return status, returned


def put(file: str, data: bytes) -> None:
    """Write a file. Who reads it sees the old content or the new one, and never a part."""
    real = os.path.realpath(file)  # a link stays a link
    is_special = os.path.exists(real) and not os.path.isfile(real)  # such as a terminal
    part = real if is_special else f"{real}.{os.getpid()}"
    try:
        with open(part, "wb") as out:
            out.write(data)
        if not is_special:
            os.replace(part, real)
    finally:
        if not is_special:
            with contextlib.suppress(OSError):
                os.unlink(part)
