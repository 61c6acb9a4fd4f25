"""Python's own parser, for what mypy's trees do not show."""

import ast
import warnings


def parse(text: str | bytes, *, type_comments: bool = False) -> ast.Module | None:
    """Return the syntax of a file, or None for what this Python cannot parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the file's strings: Python gives them when it runs
            return ast.parse(text, type_comments=type_comments)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # of a newer Python, no text, or nested too deeply
