"""What the user may have meant by a word that is not known."""

from collections.abc import Collection


def advise(word: str, known: Collection[str]) -> str:
    """Return what to write instead of a word: the nearest that is known, or any of them."""
    return advice(nearest(word, known), known)


def advice(near: str | None, known: Collection[str]) -> str:
    """Return what to write instead: the word that is meant, or else any of those that are known."""
    return f'did you mean "{near}"?' if near is not None else f"choose from {', '.join(known)}"


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that another is nearest to, or None if it is near to none."""
    from difflib import get_close_matches  # noqa: PLC0415  # it takes long, and few misspell

    by_lower = {each.lower(): each for each in known}
    near = get_close_matches(word.lower(), by_lower, n=1)
    if near:
        return by_lower[near[0]]
    # What other tools call it is often longer: `--python-executable`.
    return next((each for each in known if word.startswith(each)), None)
