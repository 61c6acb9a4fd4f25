"""The text of files."""

import tokenize


def read_lines(file: str) -> list[str]:
    """Return the lines of a file, or none if it cannot be read (any more)."""
    try:
        with tokenize.open(file) as source:  # by the encoding that it declares
            return source.read().split("\n")  # for `splitlines` a form feed ends a line
    except (OSError, SyntaxError, UnicodeError):
        return []
