"""Which files mention some words, from one edit to the next."""

import random

import pytest
from background_typed_check.facts import search
from background_typed_check.facts.search import Search
from background_typed_check.facts.source import Source

WORDS = (b"a", b"b", b"ab", b"ba")


def some_file(chance: random.Random) -> Source | None:
    """Return a file with a short text, None for one that cannot be read."""
    text = bytes(chance.choices(b"ab ", k=4))
    return Source("", text) if chance.random() < 0.9 else None


@pytest.mark.parametrize(("changed", "most"), [(0, 100), (3, 100), (30, 100), (3, 2)])
def test_edits_are_found_as_if_all_files_were_searched_anew(
    changed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", most)
    chance, known = random.Random(1), Search()  # noqa: S311  # not for secrets
    sources = [some_file(chance) for _ in range(40)]
    for _ in range(30):
        for number in chance.sample(range(40), changed):
            sources[number] = some_file(chance)
        known.renew([*sources])
        fresh = Search()
        fresh.renew([*sources])
        for words in ((each,) for each in WORDS):
            assert known.mentioning(*words) == fresh.mentioning(*words)
        assert known.mentioning(*WORDS) == fresh.mentioning(*WORDS)


def test_a_file_more_or_less_is_noticed() -> None:
    known, file = Search(), Source("", b"a")

    for count in (1, 3, 2):
        known.renew([file] * count)
        assert known.mentioning(b"a") == [file] * count


def test_what_an_edit_does_not_touch_is_not_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known, sources = Search(), [Source("", b"a"), Source("", b"b")]
    known.renew(sources)
    known.mentioning(b"a")
    searched: list[int] = []
    among = Search.among

    def noting(self: Search, numbers: list[int], words: tuple[bytes, ...]) -> list[int]:
        searched.extend(numbers)
        return among(self, numbers, words)

    monkeypatch.setattr(Search, "among", noting)
    edited = [sources[0], Source("", b"a")]
    known.renew(edited)

    assert known.mentioning(b"a") == edited
    assert searched == [1]
