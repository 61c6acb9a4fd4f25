"""How mypy counts columns in a line with characters of several bytes."""

import ast
from enum import Enum

from background_typed_check.facts.source import Place, Source

from background_typed_mypy.wire import Span


class Columns(Enum):
    """What a column is the number of. The values are what `internals.columns_of` finds."""

    BYTES = 6
    """As Python's own parser counts."""
    CHARACTERS = 5
    TOO_FEW = 4
    """The new parser of mypy 2.4.1 takes too much off: see `after`."""

    def after(self, text: str, characters: int) -> int:
        """Return mypy's column after so many characters of a line."""
        if self is Columns.CHARACTERS:
            return characters
        if self is Columns.BYTES:
            return len(text[:characters].encode())
        # It takes the number of characters for one of bytes, and takes off, once more, whatever
        # continues a character up to there.
        continuing = sum(each & 0xC0 == 0x80 for each in text.encode()[: characters + 2])  # noqa: PLR2004
        return characters - continuing

    def characters_before(self, text: str, column: int) -> int:
        """Return how many characters of a line come before mypy's column."""
        if self is Columns.BYTES:
            return len(text.encode()[:column].decode(errors="ignore"))
        possible = range(max(column, 0), len(text) + 1)
        return next((each for each in possible if self.after(text, each) == column), column)

    def span_of(self, node: ast.expr, source: Source) -> Span:
        """Return where mypy sees an expression."""
        if source.is_ascii:
            begin, end = node.col_offset + 1, node.end_col_offset or 0
            return Span(node.lineno, begin, node.end_lineno or 0, end)
        place = source.place(node)
        end_line, end_column = place.end
        return Span(
            place.line,
            self.after(line_of(source, place.line), place.column - 1) + 1,
            end_line,
            self.after(line_of(source, end_line), end_column - 1),
        )

    def place_of(self, span: Span, source: Source) -> Place:
        """Return what is between two of mypy's positions."""
        if all(line_of(source, each).isascii() for each in (span.line, span.end_line)):
            end_column = span.end_column + 1
            return Place(source.path, span.line, span.column, span.end_line, end_column)
        if self is Columns.TOO_FEW:  # several places may have the same column
            here = source.expressions.get(span.line, ())
            same = [each for each in here if self.span_of(each, source) == span]
            same.sort(key=lambda each: not isinstance(each, ast.Call))  # most errors are of calls
            if same:
                return source.place(same[0])
        begin, end = (
            self.characters_before(line_of(source, line), column)
            for line, column in ((span.line, span.column - 1), span.end)
        )
        return Place(source.path, span.line, begin + 1, span.end_line, end + 1)


def line_of(source: Source, number: int) -> str:
    """Return a line of a file, empty if it has none of that number."""
    return source.lines[number - 1] if 0 < number <= len(source.lines) else ""
