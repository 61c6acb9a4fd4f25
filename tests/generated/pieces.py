"""The pieces that applications are made of, read from the text files in `pieces/`.

A piece is written as the code that it becomes:

    === LABEL [FLAG FLAG ...]
    --- definition
    async def $g(to: str) -> None:
        await $coro(to)
    --- use
    $g, $id

The parts are `definition` (any number; each may name those before it), `param` (the same),
`before`, `use` and `returns`. A placeholder is a new name, of the kind that its first letter asks
for (`writing.POOLS`), or one of these:

- `$coro`, `$sync`, `$gen`, `$agen`, `$cm`, `$acm`: a simple function from `pieces/functions.txt`;
- `$tasks`: the collection; `$id`: the name that the work of the task leaves in `done`;
- `$mark`, at the end of a line after `#@`: this line makes the task, although it is in a helper.

The flag `lost` says that the task ought not to do its work. It is for the table of causes only. The
truth is what happens.
"""

import functools
import re
import sys
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).with_name("pieces")
HEAD: Final = re.compile(r"^=== (?P<label>.+?)(?: \[(?P<flags>[\w -]+)\])?$", re.MULTILINE)
PART: Final = re.compile(r"^--- (\w+)$", re.MULTILINE)


class Piece(NamedTuple):
    """A piece of source."""

    label: str
    flags: frozenset[str] = frozenset()
    definitions: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    before: str = ""
    use: str = ""
    returns: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All of its source."""
        return (*self.definitions, *self.params, self.before, self.use)


@functools.cache
def pieces(name: str, *flags: str) -> tuple[Piece, ...]:
    """Return the pieces of a file that have some flags."""
    text = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    heads = [*HEAD.finditer(text)]
    ends = [*(each.start() for each in heads[1:]), len(text)]
    found = [
        read(head["label"], head["flags"] or "", text[head.end() : end])
        for head, end in zip(heads, ends, strict=True)
    ]
    return tuple(each for each in found if each.flags.issuperset(flags) and is_known(each))


def is_known(piece: Piece) -> bool:
    """Return whether the running Python has what a piece uses."""
    return sys.version_info >= (3, 12) or "since-3-12" not in piece.flags


def read(label: str, flags: str, text: str) -> Piece:
    """Return a piece from its text."""
    parts: dict[str, list[str]] = {}
    _, *names_and_texts = PART.split(text)
    for name, part in zip(names_and_texts[::2], names_and_texts[1::2], strict=True):
        parts.setdefault(name, []).append(part.strip("\n"))
    return Piece(
        label,
        frozenset(flags.split()),
        (*parts.get("definition", ()),),
        (*parts.get("param", ()),),
        *("".join(parts.get(name, ())) for name in ("before", "use", "returns")),
    )
