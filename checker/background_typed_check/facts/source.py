"""A file as it is written: its text, its syntax, and where its parts stand."""

import ast
import contextlib
import functools
import io
import re
import tokenize
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from background_typed_check.facts.parents import Parents, children
from background_typed_check.facts.parsing import UNPARSABLE, parse

if TYPE_CHECKING:
    from background_typed_check.facts.binder import Scopes

STUB: Final = ".pyi"
# A longer line holds data. Python 3.12 would take minutes to look for a comment in it.
LONGEST: Final = 100_000
# What is kept of the syntax of a file.
SYNTAX: Final = ("parsed", "expressions", "parents")
LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Place(NamedTuple):
    """Where something stands. Lines and columns count from 1, columns in characters.

    The end is after the last character. mypy before 2.0 does not say where an error ends.
    """

    file: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None

    @property
    def end(self) -> tuple[int, int]:
        """The line and column where it ends: where it begins, if that is not known."""
        return self.end_line or self.line, self.end_column or self.column

    def reaches(self, line: int, column: int) -> bool:
        """Return whether a point is inside, or at the end."""
        return (self.line, self.column) <= (line, column) <= self.end


class Source:
    """A file that was read."""

    def __init__(self, path: str, data: bytes) -> None:
        """Take what is in the file."""
        self.path = path
        self.data = data
        self.is_stub = path.endswith(STUB)
        self.mentioned: dict[tuple[bytes, ...], bool] = {}
        self.found: dict[re.Pattern[bytes], list[bytes]] = {}
        self.scopes: Scopes | None = None  # once somebody has asked

    def end(self) -> None:
        """Forget the syntax and the scopes, which know each other: they are freed at once."""
        for scope in self.scopes.of.values() if self.scopes is not None else ():
            scope.bindings.clear()
        self.scopes = None
        for each in SYNTAX:
            vars(self).pop(each, None)

    def mentions(self, words: tuple[bytes, ...]) -> bool:
        """Return whether any of these words is in the file."""
        if words not in self.mentioned:
            self.mentioned[words] = any(word in self.data for word in words)
        return self.mentioned[words]

    def findall(self, pattern: re.Pattern[bytes]) -> list[bytes]:
        """Return all that a pattern finds in the file: it is looked for once."""
        if pattern not in self.found:
            self.found[pattern] = pattern.findall(self.data)
        return self.found[pattern]

    @functools.cached_property
    def digest(self) -> str:
        """A hash of what is in the file."""
        import hashlib  # noqa: PLC0415  # it loads OpenSSL, and few need a digest

        return hashlib.sha256(self.data).hexdigest()

    @functools.cached_property
    def encoding(self) -> str | None:
        """The encoding of the text as Python finds it, None if it is not text."""
        try:
            return tokenize.detect_encoding(io.BytesIO(self.data).readline)[0]
        except (SyntaxError, LookupError):  # the latter since Python 3.14.10, for `rot13`
            return None

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines of the text as Python counts them, or none if it is not text."""
        try:
            # `ast.parse` lets any bytes stand in comments (in Python before 3.14.10).
            return LINE_END.split(self.data.decode(self.encoding or "utf-8", errors="replace"))
        except (UnicodeError, LookupError):
            return []

    @functools.cached_property
    def is_ascii(self) -> bool:
        """Whether each character of the text is one byte in what Python parses."""
        return all(line.isascii() for line in self.lines)

    @functools.cached_property
    def parsed(self) -> ast.AST | Exception:
        """The syntax of the file, or the error of the running Python."""
        try:
            return parse(self.data)
        except UNPARSABLE as error:
            return error.with_traceback(None)  # whose frames would keep the file

    @property
    def tree(self) -> ast.Module:
        """The syntax of the file, empty if the running Python cannot parse it."""
        return self.parsed if isinstance(self.parsed, ast.Module) else ast.Module([], [])

    @functools.cached_property
    def expressions(self) -> dict[int, list[ast.expr]]:
        """The expressions that begin on each line."""
        found: dict[int, list[ast.expr]] = {}
        for node in walk(self.tree):
            if isinstance(node, ast.expr):
                found.setdefault(node.lineno, []).append(node)
        return found

    @functools.cached_property
    def parents(self) -> Parents:
        """The parent of each node of the syntax."""
        return Parents(self.tree)

    @functools.cached_property
    def comments(self) -> dict[int, str]:
        """The comments of the file, by the numbers of their lines."""
        found = (each for each in self.tokens() if each.type == tokenize.COMMENT)
        return {each.start[0]: each.string for each in found}

    def tokens(self) -> Iterator[tokenize.TokenInfo]:
        """Yield the tokens of the text, up to one that the running Python does not know."""
        lines = [line if len(line) < LONGEST else "" for line in self.lines]
        with contextlib.suppress(tokenize.TokenError, SyntaxError, SystemError):
            yield from tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline)

    def place(self, node: ast.arg | ast.expr | ast.keyword | ast.stmt) -> Place:
        """Return where a node stands."""
        end_line, end_column = node.end_lineno, node.end_col_offset
        return Place(
            self.path,
            node.lineno,
            self.column(node.lineno, node.col_offset),
            end_line,
            None if end_line is None or end_column is None else self.column(end_line, end_column),
        )

    def column(self, line: int, offset: int) -> int:
        """Return the column, in characters from 1, at some number of bytes into a line."""
        if self.is_ascii or not 0 < line <= len(self.lines):
            return offset + 1
        return len(self.lines[line - 1].encode()[:offset].decode(errors="ignore")) + 1

    def read(self, place: Place) -> str:
        """Return the text of a place, its lines ended as Python ends them."""
        lines = self.lines[place.line - 1 : place.end_line or place.line]
        lines[-1] = lines[-1][: (place.end_column or place.column) - 1]
        lines[0] = lines[0][place.column - 1 :]
        return "\n".join(lines)

    def text(self, node: ast.expr) -> str | None:
        """Return an expression as the user wrote it, if it is on one line."""
        place = self.place(node)
        if place.end_line != place.line or not 0 < place.line <= len(self.lines):
            return None
        end = None if place.end_column is None else place.end_column - 1
        return self.lines[place.line - 1][place.column - 1 : end]


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all nodes inside it."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        pending += reversed(children(node))
