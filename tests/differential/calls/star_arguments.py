"""Calls with star-arguments of every kind."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from typing_extensions import NotRequired, TypedDict, Unpack

T = TypeVar("T")


class Person(TypedDict):
    name: str
    age: int


class Address(TypedDict):
    street: str


class Overlapping(TypedDict):
    name: str
    street: str


class Partly(TypedDict):
    name: str
    age: NotRequired[int]


class Wrong(TypedDict):
    name: int
    age: str


class Coordinates(NamedTuple):
    x: int
    y: int


def two(a: int, b: str) -> None: ...


def default(a: int, b: str = "", c: bytes = b"") -> None: ...


def rest(a: int, *args: str) -> None: ...


def named(name: str, age: int) -> None: ...


def only_named(*, name: str, age: int = 0, street: str = "") -> None: ...


def collecting(**kwargs: int) -> None: ...


def anything(*args: Any, **kwargs: Any) -> None: ...


def move(x: int, y: int) -> None: ...


def generic(a: T, *args: T, **kwargs: T) -> T: ...


def objects(*args: object, **kwargs: object) -> None: ...


class Target:
    def __init__(self, name: str, age: int) -> None: ...

    def move(self, x: int, y: int) -> None: ...


def calls_with_lists(
    numbers: list[int], words: list[str], both: list[int | str], unknown: list[Any]
) -> None:
    two(*numbers)
    two(*both)
    two(1, *words)
    two(1, *numbers)
    two(*unknown)
    default(1, *words)
    rest(1, *words)
    rest(1, *numbers)
    rest(*words)
    rest(*numbers, *words)
    objects(*numbers, *words)
    generic(*numbers)
    generic(1, *words)
    two(*[])
    two(*[1, "a"])
    two(1, *["a"])


def calls_with_tuples(
    right: tuple[int, str],
    wrong: tuple[str, int],
    long: tuple[int, str, bytes],
    open_ended: tuple[int, ...],
    unpacked: tuple[int, Unpack[tuple[str, ...]]],
    empty: tuple[()],
    point: Coordinates,
    choice: tuple[int, str] | tuple[int],
) -> None:
    two(*right)
    two(*wrong)
    two(*long)
    default(*long)
    default(*wrong)
    two(*open_ended)
    rest(*unpacked)
    rest(*right)
    rest(*wrong)
    two(1, "a", *empty)
    two(*empty)
    move(*point)
    two(*point)
    two(*choice)
    two(*(1, "a"))
    two(*(1, 2))
    two(*right, 3)
    two(1, *right)
    two(*right, *right)
    rest(1, *("a", "b"), *("c", 2))


def calls_with_iterables(
    lines: Iterable[str], numbers: Iterator[int], text: str, number: int, maybe: list[int] | None
) -> None:
    rest(1, *lines)
    rest(*numbers)
    rest(1, *text)
    rest(1, *number)
    rest(*maybe)
    rest(1, *(line.upper() for line in lines))
    rest(1, *map(len, lines))
    rest(1, *undefined)
    rest(1, *{"a": 1})


def calls_with_dicts(
    numbers: dict[str, int],
    texts: Mapping[str, str],
    wrong_keys: dict[int, int],
    unknown: dict[str, Any],
    both: dict[str, int | str],
    number: int,
) -> None:
    collecting(**numbers)
    collecting(**texts)
    collecting(**wrong_keys)
    collecting(**unknown)
    collecting(**number)
    collecting(**{"a": 1})
    collecting(**{"a": "b"})
    collecting(a=1, **numbers)
    collecting(a="b", **texts)
    named(**both)
    named(**numbers)
    named("a", **numbers)
    named(name=1, **numbers)
    anything(**wrong_keys)
    generic(1, **texts)
    two(1, **texts)
    only_named(**undefined)
    collecting(**numbers, **texts)


def calls_with_typed_dicts(
    person: Person,
    address: Address,
    overlapping: Overlapping,
    partly: Partly,
    wrong: Wrong,
    target: Target,
) -> None:
    named(**person)
    named(**wrong)
    named(**address)
    named(**partly)
    named("a", **person)
    only_named(**person, **address)
    only_named(**person, **overlapping)
    only_named(name="a", **person)
    only_named(**person, street="a")
    only_named(**person, street=1)
    collecting(**person)
    collecting(**{**person})
    anything(**person, **address)
    Target(**person)
    Target(**wrong)
    target.move(**person)
    two(1, **address)


def calls_with_stars_of_both_kinds(
    pair: tuple[int, str], words: list[str], texts: dict[str, str], unknown: Any
) -> None:
    two(*pair, **texts)
    default(*pair, **texts)
    default(*words, **texts)
    default(1, *words, c=b"", **texts)
    anything(*words, **texts)
    anything(1, *words, 2, *words, a=1, **texts, b=2)
    two(*unknown, **unknown)
    two("a", *unknown)
    rest(**texts)


def calls_with_own_stars(*args: int, **kwargs: str) -> None:
    rest(*args)
    two(*args, **kwargs)
    anything(*args, **kwargs)
    collecting(**kwargs)
    generic(*args, **kwargs)
    default(*args)
