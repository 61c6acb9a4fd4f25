"""Functions with decorators, applied in each of the ways to do so."""

import random

from pieces import Piece, pieces

FUNCTION = "{word} $g(to: str) -> None:\n    done.append(to)"


def make_wrapped(rng: random.Random) -> Piece:
    """Return a function with one or two decorators."""
    word = rng.choice(["async def", "async def", "async def", "def"])
    chosen = [rng.choice(pieces("wrappers")) for _ in range(rng.choice([1, 1, 1, 2]))]
    texts = [
        text.replace("$w", f"$w{index}")
        for index, each in enumerate(chosen)
        for text in each.definitions
    ]
    uses = [use_of(each, f"$w{index}") for index, each in enumerate(chosen)]
    nested = "$g"
    for use in reversed(uses):
        nested = f"{use}({nested})"
    function = FUNCTION.format(word=word)
    way = rng.choice(["above", "above", "assigned", "at the call"])
    if way == "above":
        texts.append("".join(f"@{use}\n" for use in uses) + function)
    elif way == "assigned":
        texts += [function, f"$f = {nested}"]
    else:
        texts.append(function)
    callee = {"above": "$g", "assigned": "$f", "at the call": nested}[way]
    label = " over ".join(each.label for each in chosen)
    return Piece(
        f"wrapper of {word}, {way}: {label}",
        outcome(chosen, is_async=word == "async def"),
        tuple(texts),
        use=f"{callee}, $id",
    )


def use_of(wrapper: Piece, name: str) -> str:
    """Return what is written to decorate with a wrapper."""
    if "factory" not in wrapper.flags:
        return name
    return f"{name}(1)" if "awaits" in wrapper.flags else f'{name}("mail")'


def outcome(chosen: list[Piece], *, is_async: bool) -> frozenset[str]:
    """Return what ought to come of it: nothing, `lost`, or `raises`."""
    is_coroutine_function = returns_coroutine = is_async
    is_lost = False
    for each in reversed(chosen):
        awaits = each.flags & {"awaits", "runs", "opaque"}
        if awaits and not returns_coroutine and "any" not in each.flags:
            return frozenset({"raises", "lost"} if is_lost else {"raises"})
        if each.flags & {"forgets", "drops"} and returns_coroutine:
            is_lost = True
        if "smart" not in each.flags:
            is_coroutine_function = bool(each.flags & {"awaits", "forgets"})
        if awaits or "drops" in each.flags:
            returns_coroutine = is_coroutine_function
    is_lost = is_lost or (returns_coroutine and not is_coroutine_function)
    return frozenset({"lost"} if is_lost else ())
