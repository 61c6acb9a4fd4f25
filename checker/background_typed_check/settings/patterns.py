"""Patterns of files and folders, as ruff has them."""

import functools
import os
import re
from typing import Final, NamedTuple

SLASH: Final = "/"
NEGATION: Final = "!"
# The parts of a pattern: an escaped character, a set of characters, and what stands for others.
PARTS: Final = re.compile(r"\\(?P<plain>.)|\[(?P<no>!?)(?P<set>\]?[^\]]*)\]|\*\*/|\*+|.", re.DOTALL)
MEANINGS: Final = {"**/": "(?:.*/)?", "?": ".", "{": "(?:", "}": ")"}
UNENDED: Final = "a bracket in it has no end"


class Pattern(NamedTuple):
    """A pattern of files and folders."""

    text: str
    folder: str
    """Where a pattern with a slash begins."""

    def matches(self, path: str) -> bool:
        """Return whether a file or folder has the name, or the place, that a pattern stands for."""
        full = os.path.abspath(path)
        whole, name = expressions_of(self)
        return bool(
            whole.fullmatch(full.replace(os.sep, SLASH))
            or (name is not None and name.fullmatch(os.path.basename(full)))
        )

    def matches_around(self, path: str) -> bool:
        """Return the same for a file or any folder that it lies in. With a `!`, the opposite."""
        if self.text.startswith(NEGATION):
            return not self._replace(text=self.text.removeprefix(NEGATION)).matches_around(path)
        path = os.path.abspath(path)
        if self.matches(path):
            return True
        around = os.path.dirname(path)
        return around.startswith(os.path.join(self.folder, "")) and self.matches_around(around)


@functools.cache
def expressions_of(pattern: Pattern) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return what matches the whole path, and what matches the last name in it, if anything may.

    Raises:
        ValueError: If it is not a pattern.

    """
    text, folder = pattern.text.replace(os.sep, SLASH), pattern.folder.replace(os.sep, SLASH)
    inside = os.path.normpath(text).replace(os.sep, SLASH)
    start = "" if os.path.isabs(text) else re.escape(f"{folder.rstrip(SLASH)}{SLASH}")
    name = None if SLASH in text else compiled(inside)
    return compiled(inside, start), name


def compiled(text: str, start: str = "") -> re.Pattern[str]:
    """Return a pattern as a regular expression."""
    found, depth = [start], 0
    for part in PARTS.finditer(text):
        word = part[0]
        depth += (word == "{") - (word == "}")
        if word == "[" or depth < 0:
            raise ValueError(UNENDED)
        if part["set"] is not None:
            inside = part["set"].replace("\\", r"\\").replace("[", r"\[")
            found.append(f"[{'^' if part['no'] else ''}{inside}]")
        elif word in MEANINGS:
            found.append(MEANINGS[word])
        elif word == "," and depth:
            found.append("|")
        else:
            found.append(".*" if word.startswith("*") else re.escape(part["plain"] or word))
    if depth:
        raise ValueError(UNENDED)
    try:
        return re.compile("".join(found), re.DOTALL)
    except re.error as error:
        raise ValueError(str(error)) from None
