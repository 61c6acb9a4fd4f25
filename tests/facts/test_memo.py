"""Answers that are kept: for how long, and what they depend on."""

from collections.abc import Callable

from background_typed_check.facts.memo import MOMENT, Memo
from background_typed_check.facts.source import Source

FILE = Source("app.py", b"")


def count_of(memo: Memo, source: Source) -> Callable[[], int]:
    """Return a function that counts its calls, and depends on a file."""
    found: list[None] = []

    def find() -> int:
        memo.rest_on(source)
        found.append(None)
        return len(found)

    return find


def test_an_answer_is_kept_with_what_it_depends_on() -> None:
    memo = Memo()
    find = count_of(memo, FILE)
    assert memo.ask("how often", find, 0) == 1
    memo.begin()
    assert memo.ask("how often", find, 0) == 1
    assert memo.resting == [{FILE}]


def test_an_answer_of_the_moment_is_forgotten() -> None:
    memo = Memo()
    find = count_of(memo, MOMENT)
    assert memo.ask("how often", find, 0) == memo.ask("how often", find, 0) == 1
    memo.begin()
    assert memo.ask("how often", find, 0) == 2


def test_what_is_too_deep_for_python_is_unknown() -> None:
    def find() -> str:
        raise RecursionError

    assert Memo().ask("what", find, "unknown") == "unknown"
