"""Edits of a document as the editor makes them."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from lsprotocol.types import Position, Range, TextEdit

from background_typed_check.command.rewriting import line_end_of
from background_typed_check.facts.source import LINE_END, Source
from background_typed_check.rules.rule import Edit
from background_typed_check.server.positions import Encoding, range_of, units_in
from background_typed_check.server.texts import text_of


def text_edits(edits: Iterable[Edit], source: Source, encoding: Encoding) -> list[TextEdit]:
    """Return edits of a source that can be written."""
    line_end = line_end_of(text_of(source))
    return [
        TextEdit(range_of(each.at, source.lines, encoding), each.text.replace("\n", line_end))
        for each in edits
    ]


def differences(old: Source, new: Source, encoding: Encoding) -> list[TextEdit]:
    """Return the edits of whole lines that make one text of another."""
    before, after = lines_of(old), lines_of(new)
    starts = [Position(number, 0) for number in range(len(before))]
    starts.append(Position(len(before) - 1, units_in(before[-1], encoding)))
    return [
        TextEdit(Range(starts[begin], starts[end]), "".join(after[new_begin:new_end]))
        for tag, begin, end, new_begin, new_end in SequenceMatcher(
            None, before, after
        ).get_opcodes()
        if tag != "equal"
    ]


def lines_of(source: Source) -> list[str]:
    """Return the lines of a source, each with its end."""
    ends = LINE_END.findall(text_of(source))
    return [line + end for line, end in zip(source.lines, [*ends, ""], strict=True)]
