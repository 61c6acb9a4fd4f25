"""The keywords of a task's function while its arguments are written."""

from inspect import Parameter
from typing import Final

from lsprotocol.types import CompletionItem, CompletionItemKind, InsertTextFormat

from background_typed_check import apis
from background_typed_check.facts.tasks import Direct
from background_typed_check.server.calls.brackets import begins_argument
from background_typed_check.server.calls.cursor import Cursor
from background_typed_check.server.calls.signatures import BY_NAME, Signature, signatures_of

BEFORE_OTHERS: Final = "\t"
"""Sorts before all that other servers offer."""


def keywords_at(cursor: Cursor) -> list[CompletionItem]:
    """Return the keywords that the task around the cursor can still be given there."""
    found = cursor.call(begins_argument)
    direct = found.deferred.direct if found is not None else None
    at = found.argument if found is not None else None
    if found is None or direct is None or at is None or not at.is_bare:
        return []
    items: dict[str, CompletionItem] = {}
    for each in signatures_of(found.deferred, found.facts):
        for name, text in free(each, direct, at.position).items():
            items.setdefault(
                name,
                CompletionItem(
                    f"{name}=",
                    kind=CompletionItemKind.Variable,
                    detail=text,
                    insert_text=f"{name}=",
                    sort_text=f"{BEFORE_OTHERS}{len(items):03}",
                    insert_text_format=InsertTextFormat.PlainText,
                ),
            )
    return [*items.values()]


def free(signature: Signature, direct: Direct, position: int | None) -> dict[str, str]:
    """Return the parameters that an argument at a position can name, as they are written."""
    before = len(direct.args) if position is None else position
    taken = {each.arg for each in direct.keywords}
    return {
        name: text
        for number, (name, kind, text) in enumerate(signature.formals)
        if kind in BY_NAME
        and name not in {*taken, *apis.ADD_TASK.reserved}
        and (kind == Parameter.KEYWORD_ONLY or number >= before - signature.given)
    }
