"""The names of the parameters that the arguments of tasks are for, before each argument."""

import ast
from collections.abc import Iterator

from lsprotocol.types import InlayHint, InlayHintKind, Range

from background_typed_check.facts import Facts
from background_typed_check.rules.places import argument_place
from background_typed_check.server.calls.around import Argument, Deferred, deferred_in
from background_typed_check.server.calls.cursor import Cursor
from background_typed_check.server.calls.signatures import signatures_of
from background_typed_check.server.positions import Encoding, position_of


def hints_at(cursor: Cursor, asked: Range) -> list[InlayHint]:
    """Return the hints in a part of a document that begins at a cursor."""
    reading = cursor.reading()
    if reading is None:
        return []
    return [
        hint
        for deferred in deferred_in(reading.source, reading.facts)
        for hint in hints_of(deferred, reading.facts, cursor.encoding)
        if asked.start <= hint.position <= asked.end
    ]


def hints_of(deferred: Deferred, facts: Facts, encoding: Encoding) -> Iterator[InlayHint]:
    """Yield the hints of a deferred call, except where the argument already has the name."""
    signatures, direct = signatures_of(deferred, facts), deferred.direct
    if len(signatures) != 1 or direct is None:
        return
    for position, argument in enumerate(direct.args):
        if isinstance(argument, ast.Starred):
            return
        number = signatures[0].index_of(Argument(position=position))
        if number is None or argument not in deferred.call.args:
            continue
        name = signatures[0].formals[number].name
        if name not in {getattr(argument, "id", None), getattr(argument, "attr", None)}:
            at = argument_place(argument, deferred.call, deferred.source)
            yield InlayHint(
                position_of(at.line, at.column, deferred.source.lines, encoding),
                f"{name}=",
                InlayHintKind.Parameter,
            )
