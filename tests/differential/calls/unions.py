"""Calls of unions and optionals, and with unions as arguments."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Handler = Callable[[int], None] | Callable[[int], Awaitable[None]]


class Cat:
    def speak(self, volume: int) -> None: ...

    def __call__(self, a: int) -> None: ...


class Dog:
    def speak(self, volume: str) -> None: ...

    def __call__(self, a: int, b: int = 0) -> None: ...


class Fish: ...


def take(a: int) -> None: ...


def take_either(a: int | str) -> None: ...


def take_list(a: list[int | str]) -> None: ...


def take_literal(a: Literal["a", "b"], /) -> None: ...


def identity(item: T | None) -> T: ...


def calls_of_unions(
    handler: Handler,
    different: Callable[[int], None] | Callable[[str], None],
    arity: Callable[[int], None] | Callable[[int, int], None],
    half: Callable[[int], None] | int,
    loose: Callable[[int], None] | Any,
    dots: Callable[..., None] | Callable[[int], None],
    generic: Callable[[T], T] | Callable[[int], int],
) -> None:
    handler(1)
    handler("a")
    handler()
    different(1)
    different("a")
    different(None)
    arity(1)
    arity(1, 2)
    half(1)
    half("a")
    loose(1)
    loose("a")
    dots(1)
    dots("a", b=1)
    generic("a")


def calls_of_optionals(
    maybe: Callable[[int], None] | None, method: Cat | None, two: Cat | Dog | None
) -> None:
    maybe(1)
    maybe("a")
    maybe()
    method.speak(1)
    method.speak("a")
    method("a")
    two(1)
    two("a", "b")
    two.speak(1)
    if maybe is not None:
        maybe(1)
        maybe("a")
    if callable(method):
        method(1)
        method("a")
    assert method is not None
    method.speak("a")


def calls_of_union_members(
    pet: Cat | Dog, some: Cat | Fish, kind: type[Cat] | type[Fish], item: int | str
) -> None:
    pet.speak(1)
    pet.speak("a")
    pet.speak(None)
    pet(1, 2)
    some.speak(1)
    some.speak("a")
    some(1)
    kind()
    kind(1)
    kind.speak(1)
    item.upper()
    item.bit_length(1)
    item.missing(1)


def calls_with_unions(
    either: int | str, maybe: int | None, items: list[int] | list[str], any_or: Any | int
) -> None:
    take(either)
    take(maybe)
    take(any_or)
    take_either(either)
    take_either(maybe)
    take_list([1, "a"])
    take_list(items)
    take_list([either, either])
    take_list([maybe])
    identity(maybe)
    identity(None)
    take(identity(maybe))
    take(identity("a"))
    if isinstance(either, int):
        take(either)
    else:
        take(either)
    if maybe:
        take(maybe)


def calls_with_literals(word: Literal["a", "c"], text: str) -> None:
    take_literal("a")
    take_literal("c")
    take_literal(word)
    take_literal(text)
    take_literal(a="a")
    if word == "a":
        take_literal(word)


def calls_with_narrowed_callees(value: object, either: Callable[[int], None] | str) -> None:
    if callable(value):
        value(1, "a")
    else:
        value(1)
    if callable(either):
        either("a")
    if not isinstance(either, str):
        either(1)
        either("a")
    either(1)
