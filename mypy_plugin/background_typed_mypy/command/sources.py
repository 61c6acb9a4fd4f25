"""The text of files."""

import functools
import io
import tokenize
from pathlib import Path


def comments_of(lines: list[str]) -> dict[int, str]:
    """Return the comments of a file, by the numbers of their lines."""
    tokens = tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline)
    comments = {}
    try:
        for token in tokens:
            if token.type == tokenize.COMMENT:
                comments[token.start[0]] = token.string
    except (tokenize.TokenError, SyntaxError):
        pass  # of a newer Python: what was found so far
    return comments


def read_lines(file: str) -> list[str]:
    """Return the lines of a file, or none if it cannot be read (any more)."""
    try:
        with tokenize.open(file) as source:  # by the encoding that it declares
            return source.read().split("\n")  # for `splitlines` a form feed ends a line
    except (OSError, SyntaxError, UnicodeError):
        return []


@functools.cache
def read_file(file: str) -> bytes:
    """Return what is in a file, nothing if it cannot be read: mypy says why.

    It is kept until files are looked for again: a second look at them all costs nothing.
    """
    try:
        return Path(file).read_bytes()
    except OSError:
        return b""
