"""Calls whose arguments need the callee's parameter types as their context."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeVar

from typing_extensions import TypedDict

T = TypeVar("T")
U = TypeVar("U")


class Movie(TypedDict):
    title: str
    year: int


class Compare(Protocol):
    def __call__(self, a: int, b: int, *, strict: bool = False) -> bool: ...


class Base: ...


class Derived(Base):
    def only_here(self) -> None: ...


def numbers(items: list[int]) -> None: ...


def objects(items: list[object]) -> None: ...


def maybe_objects(items: list[object] | None = None, *more: list[float]) -> None: ...


def mapping(items: dict[str, float]) -> None: ...


def nested(items: dict[str, list[tuple[int, float]]]) -> None: ...


def movie(movie: Movie, others: Sequence[Movie] = ()) -> None: ...


def mode(mode: Literal["r", "w"], level: Literal[1, 2] = 1) -> None: ...


def modes(modes: list[Literal["r", "w"]]) -> None: ...


def callback(function: Callable[[int], str]) -> None: ...


def compare(function: Compare) -> None: ...


def returning(function: Callable[[], list[object]]) -> None: ...


def transform(items: Iterable[T], function: Callable[[T], U]) -> list[U]: ...


def compose(first: Callable[[T], U], second: Callable[[U], int], item: T) -> None: ...


def fold(function: Callable[[T, int], T], initial: T) -> T: ...


def both(a: list[T], b: list[T]) -> None: ...


def factory(make: Callable[[], T], use: Callable[[T], None]) -> None: ...


def pairs(pair: tuple[list[object], dict[str, object]]) -> None: ...


def bases(items: list[Base], kinds: tuple[type[Base], ...] = ()) -> None: ...


def empty() -> list[T]: ...


def identity(item: T) -> T: ...


def make_default(kind: type[T], default: T) -> T: ...


async def stream(items: AsyncIterator[list[object]]) -> None: ...


def calls_with_displays() -> None:
    numbers([])
    numbers([1])
    numbers(["a"])
    numbers([1, "a", None])
    objects([])
    objects([1, "a"])
    objects([x for x in (1, 2)])
    numbers([x for x in "ab"])
    maybe_objects([1], [1], [2.5])
    maybe_objects([1], ["a"])
    mapping({})
    mapping({"a": 1})
    mapping({"a": "b"})
    mapping({1: 1, "a": 2})
    mapping({key: 1 for key in "ab"})
    mapping({key: key for key in "ab"})
    nested({"a": [(1, 2)]})
    nested({"a": [(1, "b")]})
    nested({"a": [(1,)]})
    numbers({})
    pairs(([1], {"a": 1}))
    pairs(([1], {1: 1}))
    bases([Derived()], (Derived,))
    bases([Derived(), 1], (Derived, int))
    numbers([*[1], *["a"]])
    mapping({**{"a": 1}, **{"b": "c"}})


def calls_with_typed_dict_displays() -> None:
    movie({"title": "a", "year": 1})
    movie({"title": "a"})
    movie({"title": 1, "year": "a"})
    movie({"title": "a", "year": 1, "extra": 2})
    movie({})
    movie({"title": "a", "year": 1}, [{"title": "b"}])
    movie(dict(title="a", year=1))
    movie(dict(title="a"))
    movie(Movie(title="a", year="b"))


def calls_with_literal_arguments(text: str) -> None:
    mode("r")
    mode("x")
    mode(text)
    mode("r", 3)
    mode(level=2, mode="w")
    mode("r" if text else "x")
    modes(["r", "w"])
    modes(["r", "x"])
    modes([text])


def calls_with_lambdas() -> None:
    callback(lambda a: str(a))
    callback(lambda a: a)
    callback(lambda a: a.missing)
    callback(lambda: "a")
    callback(lambda a, b: "a")
    callback(lambda a, b="": b)
    callback(lambda *args: str(args[0].missing))
    compare(lambda a, b, strict=False: a < b)
    compare(lambda a, b: a < b)
    compare(lambda a, b, *, strict=False: a.missing)
    returning(lambda: [1])
    returning(lambda: ["a", undefined])
    returning(lambda: 1)
    callback(lambda a: callback(lambda b: b) or "a")
    callback(lambda a: reveal_type(a))


def calls_of_lambdas() -> None:
    (lambda x: x + 1)("a")
    (lambda x: x + 1)(1)
    (lambda: 1)()
    (lambda: 1)(2)
    (lambda x, *, y=1: x + y)(1, z=2)
    (lambda x: x.missing)(1)
    (lambda x: numbers(x))(1)
    (lambda: numbers("a"))()
    (lambda *args, **kwargs: args)(1, a=2)
    (lambda x: lambda y: x + y)(1)("a")
    (lambda x: reveal_type(x))(1)
    (lambda f: f(1))(lambda x: x.missing)


def calls_with_inferred_lambdas(words: list[str]) -> None:
    transform([1], lambda x: x + 1)
    transform([1], lambda x: x + "a")
    transform(words, lambda word: word.missing)
    transform([], lambda x: x)
    transform(words, len)
    transform(words, lambda: 1)
    compose(lambda x: x + 1, lambda y: y, 1)
    compose(lambda x: str(x), lambda y: y, 1)
    compose(lambda x: [x], len, "a")
    compose(len, str, "a")
    fold(lambda total, number: total + number, 0)
    fold(lambda total, number: total + [number], [])
    fold(lambda total, number: total + number, "a")
    factory(lambda: 1, lambda x: print(x + 1))
    factory(lambda: "a", lambda x: print(x + 1))
    factory(list, numbers)
    factory(dict, numbers)
    factory(lambda: [], numbers)
    transform(transform([1], lambda x: str(x)), lambda text: text.missing)


def calls_with_generic_arguments() -> None:
    numbers(empty())
    numbers(identity([]))
    numbers(identity(["a"]))
    objects(identity([1]))
    both([], [1])
    both([1], ["a"])
    both([], [])
    callback(identity)
    callback(empty)
    identity(empty())
    identity([])
    identity({})
    identity(lambda x: x)
    identity(None)
    make_default(list, [])
    make_default(int, "a")
    objects(sorted([1], key=lambda x: -x))
    numbers([] if empty() else [1])
    numbers([] or ["a"])


async def calls_with_generators() -> None:
    stream(([1] async for _ in agenerate()))
    stream((["a", _] async for _ in agenerate()))
    numbers(list(x for x in "ab"))
    sum((x for x in [1, 2]))
    bases(list(Derived() for _ in range(3)))
    any((x.missing for x in [1]))


async def agenerate() -> AsyncIterator[int]:
    yield 1


def calls_with_variables(anything: Any, items: Mapping[str, int]) -> None:
    numbers(anything)
    mapping(items)
    mapping(dict(items))
    kept = [1]
    objects(kept)
    numbers(kept)
    words = ["a"]
    numbers(words)
    objects([*kept, *words])
    function = lambda a: a  # noqa: E731
    callback(function)
    function(1, 2)
