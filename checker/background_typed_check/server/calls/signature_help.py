"""The signature of a task's function while its arguments are written."""

from lsprotocol.types import (
    ParameterInformation,
    PositionEncodingKind,
    SignatureHelp,
    SignatureInformation,
)

from background_typed_check.server.calls.brackets import is_in_call
from background_typed_check.server.calls.cursor import Cursor
from background_typed_check.server.calls.signatures import Signature, signatures_of
from background_typed_check.server.positions import units_in


def help_at(cursor: Cursor, *, has_offsets: bool) -> SignatureHelp | None:
    """Return the signatures of the function of the task around the cursor.

    Args:
        cursor: Where the user writes.
        has_offsets: Whether the client takes the places of parameters as numbers.

    """
    found = cursor.call(is_in_call)
    if found is None or found.argument is None:
        return None
    signatures = signatures_of(found.deferred, found.facts)
    if not signatures:
        return None
    numbers = [each.index_of(found.argument) for each in signatures]
    active = next((number for number, index in enumerate(numbers) if index is not None), 0)
    shown = [
        information(each, number, has_offsets=has_offsets)
        for each, number in zip(signatures, numbers, strict=True)
    ]
    return SignatureHelp(shown, active, shown[active].active_parameter)


def information(
    signature: Signature, active: int | None, *, has_offsets: bool
) -> SignatureInformation:
    """Return a signature as the client shows it."""
    label, spans = signature.label()
    parameters = [
        ParameterInformation((utf_16(label[:start]), utf_16(label[:end])))
        if has_offsets
        else ParameterInformation(label[start:end])
        for start, end in spans
    ]
    # Clients take none for the first, but show none that does not exist.
    active = active if active is not None else len(parameters)
    return SignatureInformation(label, signature.doc, parameters, active)


def utf_16(text: str) -> int:
    """Return how long a text is as the places of parameters are counted, whatever columns are."""
    return units_in(text, PositionEncodingKind.Utf16)
