"""Writing the user's files: edits of their text, and nothing else in them changes."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Final

from background_typed_check.facts.source import LINE_END, Source
from background_typed_check.rules.rule import Edit

NOT_AS_IT_WAS: Final = "its text cannot be written back in its encoding"
CHANGED: Final = "it has changed since it was read"
READ_ONLY: Final = "it is read-only"


def rewritten(source: Source, edits: Iterable[Edit]) -> bytes | None:
    """Return what is in a file after some edits that do not overlap.

    Returns None if its text cannot be written back byte for byte, or not with what the edits add.
    """
    if source.encoding is None:
        return None
    try:
        text = source.data.decode(source.encoding)
        edited = edit(text, source, edits)
        data = edited.encode(source.encoding)
        is_same = text.encode(source.encoding) == source.data
        return data if is_same and data.decode(source.encoding) == edited else None
    except UnicodeError:
        return None


def why_not_rewritten(source: Source) -> str:
    """Return why the text of a file cannot be written back: in Python's words, if it has some."""
    try:
        source.data.decode(source.encoding or "utf-8")
    except UnicodeError as error:
        return f"Python cannot decode it: {error}"
    return NOT_AS_IT_WAS


def line_end_of(text: str) -> str:
    """Return how new lines of a text end: as its first line does."""
    found = LINE_END.search(text)
    return found[0] if found is not None else "\n"


def edit(text: str, source: Source, edits: Iterable[Edit]) -> str:
    """Return the text of a source with some edits."""
    ends, line_end = LINE_END.findall(text), line_end_of(text)
    lengths = map(len, map("".join, zip(source.lines, ends, strict=False)))
    begins = [0, *accumulate(lengths)]
    spans = []
    for at, new, _ in edits:
        end_line, end_column = at.end
        begin, end = begins[at.line - 1] + at.column, begins[end_line - 1] + end_column
        spans.append((begin - 1, end - 1, new.replace("\n", line_end)))
    pieces, done = [], 0
    for begin, end, new in sorted(spans, key=lambda each: each[:2]):
        pieces += [text[done:begin], new]
        done = end
    return "".join([*pieces, text[done:]])


def write(path: str, old: bytes, new: bytes) -> str | None:
    """Put a new content in place of the one that was read, and return why that was not possible.

    A reader of the file sees the one or the other, and never a part.
    """
    real = os.path.realpath(path)  # a link stays a link
    try:
        if Path(real).read_bytes() != old:
            return CHANGED
        if not os.access(real, os.W_OK):  # to replace it would be possible
            return READ_ONLY
        handle, part = tempfile.mkstemp(".tmp", dir=os.path.dirname(real))
        try:
            with open(handle, "wb") as file:
                file.write(new)
            shutil.copymode(real, part)
            show_change(real, part)
            os.replace(part, real)
        finally:
            Path(part).unlink(missing_ok=True)
    except OSError as error:
        return str(error.strerror)
    return None


def show_change(before: str, after: str) -> None:
    """Give a new file another time than the old one has, in whole seconds.

    Otherwise mypy takes a file of the same size for unchanged (`mypy.build.validate_meta`).
    """
    old, new = int(os.stat(before).st_mtime), int(os.stat(after).st_mtime)
    if old == new:
        os.utime(after, (old + 1, old + 1))
