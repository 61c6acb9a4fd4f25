"""The cursor in an open document, and the deferred call around it, also while that is written."""

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from lsprotocol.types import Position

from background_typed_check.facts import Facts
from background_typed_check.facts.source import LINE_END, Source
from background_typed_check.server.calls.around import Argument, Deferred, innermost
from background_typed_check.server.calls.brackets import Bracket
from background_typed_check.server.calls.unfinished import Text, finished
from background_typed_check.server.positions import Encoding, characters_in
from background_typed_check.server.texts import Document, data_of, text_of

# More characters than any line has: the protocol's greatest number.
END: Final = 2**31 - 1
FactsFor: TypeAlias = Callable[[Document, Mapping[str, bytes]], Facts | None]
"""Returns what there is to know about the files around a document, with some texts by paths."""


class Found(NamedTuple):
    """The deferred call around a cursor."""

    deferred: Deferred
    argument: Argument | None
    """The argument that the cursor is in, None if that is the function."""
    facts: Facts


class Reading(NamedTuple):
    """A document as Python can read it."""

    source: Source
    facts: Facts
    line: int
    """The line of the cursor, from 1."""
    offset: int
    """The bytes before the cursor in its line."""


class Cursor(NamedTuple):
    """A place in a document that the client asks about."""

    document: Document
    texts: Mapping[str, bytes]
    """The texts of all open documents by their paths."""
    position: Position
    encoding: Encoding
    facts_for: FactsFor
    is_checked: bool = True
    """Whether something was found in the document as it is, or is not to be found in it."""

    @property
    def at_line_end(self) -> "Cursor":
        """The end of the same line, where what is open there can be closed."""
        return self._replace(position=Position(self.position.line, END))

    @property
    def lines(self) -> list[str]:
        """The lines of the document."""
        return LINE_END.split(text_of(self.document.source))

    @property
    def before(self) -> str:
        """What stands before it on its line."""
        return self.before_in(self.lines)

    @property
    def text(self) -> Text | None:
        """The text of the document, None if the cursor is behind its last line."""
        line, lines = self.position.line, self.lines
        if line >= len(lines):
            return None
        return Text(text_of(self.document.source), line, len(self.before_in(lines)))

    def before_in(self, lines: list[str]) -> str:
        """Return what stands before it on its line, given all lines."""
        line = lines[self.position.line] if self.position.line < len(lines) else ""
        return line[: characters_in(line, self.position.character, self.encoding)]

    def reading(self) -> Reading | None:
        """Return the likeliest reading of the document that Python can parse, None without one."""
        text = self.text
        return self.read(finished(text, text.around)) if text is not None else None

    def read(self, likely: Iterable[Text]) -> Reading | None:
        """Return the first of some texts that Python can parse, None without one."""
        for text in likely:
            data = data_of(text.text)
            # The same object as long as nothing changes: what was parsed for the findings is kept.
            is_same = data == self.document.data
            texts = self.texts if is_same else {**self.texts, self.document.path: data}
            facts = self.facts_for(self.document._replace(data=data), texts)
            read = facts.disk.source(self.document.path) if facts is not None else None
            if facts is None or read is None:
                return None
            if isinstance(read.parsed, ast.Module):
                offset = len(read.lines[text.line][: text.column].encode())
                return Reading(read, facts, text.line + 1, offset)
        return None

    def call(self, is_wanted: Callable[[str, list[Bracket]], bool]) -> Found | None:
        """Return the innermost call around the cursor if it is a deferred one.

        Args:
            is_wanted: Whether anybody wants to know it, by the text before the cursor and what is
                open there.

        """
        text = self.text
        around = text.around if text is not None else []
        if text is None or not is_wanted(text.text[: text.offset], around):
            return None
        reading = self.read(finished(text, around, is_alone=True, is_known=self.is_checked))
        if reading is None:
            return None
        source, facts, line, offset = reading
        found = innermost(source, line, offset, facts)
        if not isinstance(found, Deferred):
            return None
        return Found(found, found.argument_at(line, offset), facts)
