"""Which files of a tree mention some words. That is known until one of them changes."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from background_typed_check.facts.source import Source

Words: TypeAlias = "tuple[bytes, ...]"
# With more changed files than this, or more answers, it is as well to search anew.
FEW: Final = 10
MOST: Final = 1_000


class Search:
    """The files of a tree, and where words were found."""

    def __init__(self) -> None:
        """Start without files."""
        self.sources: Sequence[Source | None] = []
        self.found: dict[Words, list[int]] = {}
        """For words, which files mention one of them."""

    def renew(self, sources: Sequence[Source | None]) -> None:
        """Take the files as they are now, None for one that cannot be read."""
        old, self.sources = self.sources, sources
        changed = [
            number
            for number, (before, now) in enumerate(zip(old, sources, strict=False))
            if before is not now
        ]
        if len(old) != len(sources) or len(changed) > FEW or len(self.found) > MOST:
            self.found.clear()
        elif changed:
            for words, numbers in self.found.items():
                same = [each for each in numbers if each not in changed]
                self.found[words] = sorted([*same, *self.among(changed, words)])

    def among(self, numbers: Sequence[int], words: Words) -> list[int]:
        """Return which of some files mention one of some words."""
        sources = ((each, self.sources[each]) for each in numbers)
        return [
            number
            for number, source in sources
            if source is not None and any(word in source.data for word in words)
        ]

    def mentioning(self, *words: bytes) -> list[Source]:
        """Return the files that mention one of some words, in their order."""
        if words not in self.found:
            self.found[words] = self.among(range(len(self.sources)), words)
        return [source for each in self.found[words] if (source := self.sources[each]) is not None]
