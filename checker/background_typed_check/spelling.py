"""What the user may have meant by an unknown word."""

from collections.abc import Collection
from typing import Final

NEAR: Final = 0.65  # of what `difflib` counts: "--colour" is not near "--doctor"


def advise(word: str, known: Collection[str]) -> str:
    """Return what to write instead of a word: the nearest known one, or any of them."""
    return advice(nearest(word, known), known)


def advice(near: str | None, known: Collection[str]) -> str:
    """Return what to write instead: the nearest known word, or any of them if there is none."""
    return f'did you mean "{near}"?' if near is not None else f"choose from {', '.join(known)}"


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that is nearest to another, or None if none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  # slow, and rarely needed

    by_lower = {each.lower(): each for each in known}
    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=NEAR)
    if near:
        return by_lower[near[0]]
    # Other tools often have longer names for it: `--python-executable`.
    return next((each for each in known if word.startswith(each)), None)
