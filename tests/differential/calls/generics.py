"""Calls of generic callees: TypeVar, ParamSpec, Concatenate, TypeVarTuple, Unpack and TypeGuard."""

import contextvars
import functools
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from typing_extensions import (
    Concatenate,
    ParamSpec,
    TypedDict,
    TypeGuard,
    TypeIs,
    TypeVarTuple,
    Unpack,
)

T = TypeVar("T")
U = TypeVar("U")
B = TypeVar("B", bound=int)
V = TypeVar("V", int, str)
F = TypeVar("F", bound=Callable[[int], None])
K = TypeVar("K", bound=Callable[..., Any])
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")


class Options(TypedDict, total=False):
    retries: int
    text: str


class Required(TypedDict):
    name: str
    size: int


def send(address: str, text: str = "", *, retries: int = 3) -> None: ...


def take(a: int) -> None: ...


def identity(item: T) -> T: ...


def same(a: T, b: T) -> T: ...


def pair(a: T, b: U, *, swap: bool = False) -> tuple[T, U]: ...


def first(items: Sequence[T], default: T | None = None) -> T: ...


def bounded(a: B, b: B | None = None) -> B: ...


def constrained(a: V, b: V) -> V: ...


def lookup(mapping: Mapping[str, T], default: T) -> T: ...


def invariant(items: list[T], item: T) -> None: ...


def apply(function: Callable[[T], U], item: T) -> U: ...


def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...


async def arun(function: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T: ...


def run_named(name: str, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...


def with_number(
    function: Callable[Concatenate[int, P], T], *args: P.args, **kwargs: P.kwargs
) -> T: ...


def inject(function: Callable[Concatenate[int, P], T]) -> Callable[P, T]: ...


def variadic(*args: Unpack[Ts]) -> tuple[Unpack[Ts]]: ...


def call_with(function: Callable[[Unpack[Ts]], T], *args: Unpack[Ts]) -> T: ...


def between(first: int, *args: Unpack[tuple[Unpack[Ts], str]]) -> None: ...


def keywords(name: str, **options: Unpack[Options]) -> None: ...


def required(**options: Unpack[Required]) -> None: ...


def is_text(value: object) -> TypeGuard[str]: ...


def is_number(value: object, strict: bool = False) -> TypeIs[int]: ...


def filtered(test: Callable[[Any], TypeGuard[T]], items: Iterable[Any]) -> list[T]: ...


def keep(function: K) -> K: ...


@keep
def kept(a: int) -> None: ...


@inject
def injected(number: int, text: str) -> None: ...


class Queue(Generic[P]):
    def __init__(self, function: Callable[P, None]) -> None: ...

    def put(self, *args: P.args, **kwargs: P.kwargs) -> None: ...


class Row(Generic[Unpack[Ts]]):
    def __init__(self, *args: Unpack[Ts]) -> None: ...

    def replace(self, *args: Unpack[Ts]) -> None: ...


class Transform(Protocol):
    def __call__(self, item: T, times: int = 1) -> T: ...


def calls_of_generic_functions() -> None:
    identity(1)
    identity()
    identity(1, 2)
    identity(itme=1)
    same(1, "a")
    same(1, b=None)
    pair(1, "a", swap=True)
    pair(1, "a", swap="no")
    pair(b=1, a=2)
    first([1, 2], 3)
    first([1, 2], "a")
    first(1)
    lookup({"a": 1}, 2)
    lookup({1: 1}, 2)
    lookup({"a": 1}, "b")
    invariant([1], "a")
    invariant([1, "a"], None)


def calls_of_bounded_functions(number: float, either: int | str) -> None:
    bounded(1)
    bounded(True, 1)
    bounded("a")
    bounded(1, "a")
    bounded(number)
    constrained(1, 2)
    constrained("a", "b")
    constrained(1, "b")
    constrained(None, None)
    constrained(either, either)


def calls_of_inferred_functions(words: list[str], numbers: list[int]) -> None:
    apply(len, "a")
    apply(len, 1)
    apply(lambda x: x + 1, 1)
    apply(lambda x: x + 1, "a")
    apply(identity, 1)
    apply(first, [1])
    apply(first, 1)
    apply(str.upper, "a")
    apply(str.upper, 1)
    apply(lambda: 1, 2)
    apply(take, "a")
    invariant(words, 1)
    invariant(numbers, 1)
    identity(identity)(1)
    identity(take)("a")


def calls_of_param_specs() -> None:
    run(send, "me", retries=1)
    run(send, 1)
    run(send, "me", retries="no")
    run(send)
    run(send, "me", unknown=1)
    run(identity, 1)
    run(run, send, 1)
    run(run, send, "me")
    run(1, "a")
    run(lambda a: a, 1)
    run(lambda a: a)
    arun(identity, 1)
    arun(send, "me")
    run_named("a", send, "me")
    run_named(1, send, 2)
    run(call_with, take, 1)
    run(call_with, take, "a")
    run(with_number, take)


def calls_of_concatenate() -> None:
    with_number(take)
    with_number(take, 1)
    with_number(send, "me")
    with_number(pair, "a", swap="no")
    injected("a")
    injected(1)
    injected(1, "a")
    inject(take)()
    inject(send)("a")
    inject(pair)(1)


def calls_of_type_var_tuples(numbers: list[int], row: Row[int, str]) -> None:
    variadic()
    variadic(1, "a")
    variadic(a=1)
    call_with(take, 1)
    call_with(take, "a")
    call_with(take)
    call_with(take, 1, 2)
    call_with(lambda a, b: a + b, 1, "a")
    call_with(send, "me")
    call_with(take, *numbers)
    call_with(variadic, 1, 2)
    between(1, 2, "a")
    between(1, 2)
    between("a", "b")
    row.replace(1, "a")
    row.replace("a", 1)
    row.replace(1)
    Row(1, "a").replace("a", 1)


def calls_of_unpacked_keywords(options: Options) -> None:
    keywords("a", retries=1)
    keywords("a", retries="no")
    keywords("a", unknown=1)
    keywords("a", **options)
    keywords(retries=1)
    keywords("a", options)
    required(name="a", size=1)
    required(name="a")
    required(name=1, size="a")
    required()
    required(**options)


def calls_of_guards(value: object) -> None:
    is_text(value)
    is_text()
    is_number(value, strict="no")
    is_number(1, 2, 3)
    filtered(is_text, [1])
    filtered(is_number, [1])
    filtered(take, [1])
    filtered(is_text, 1)


def calls_of_type_variables(function: F, keep_any: K, bound: B, one: V, some: T) -> None:
    function(1)
    function("a")
    function()
    keep_any(1, a=2)
    kept("a")
    keep(kept)(1)
    keep(send)(1)
    bound()
    bound.bit_length(1)
    one.missing(1)
    constrained(one, one)
    constrained(one, 1)
    take(one)
    some(1)
    identity(some)
    bounded(some)


def calls_in_constrained_functions(one: V, other: V) -> V:
    take(one)
    identity(one)
    constrained(one, other)
    one.upper()
    reveal_type(one)
    return one


def calls_of_generic_objects(transform: Transform, queue: Queue[[int, str]]) -> None:
    transform(1)
    transform(1, "a")
    transform(item="a", times="b")
    queue.put(1, "a")
    queue.put("a", 1)
    queue.put()
    Queue(take).put(1)
    Queue(take).put("a")
    Queue(send).put("me", retries="no")
    Queue(identity)


def calls_of_forwarders(
    function: Callable[P, T],
    more: Callable[Concatenate[int, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    function(*args, **kwargs)
    function(1, *args, **kwargs)
    function(*args)
    function()
    more(1, *args, **kwargs)
    more("a", *args, **kwargs)
    more(*args, **kwargs)
    run(function, *args, **kwargs)
    run(function)
    run(more, 1, *args, **kwargs)
    functools.partial(function, *args, **kwargs)()
    take(*args)
    take(1, **kwargs)


def calls_of_tuple_forwarders(function: Callable[[Unpack[Ts]], T], *args: Unpack[Ts]) -> None:
    function(*args)
    function()
    function(1, *args)
    call_with(function, *args)
    call_with(function, 1)
    run(function, *args)


def calls_of_library_generics(context: contextvars.Context) -> None:
    contextvars.copy_context().run(send, "me")
    contextvars.copy_context().run(send, 1)
    context.run(send)
    context.run(take, "a", b=1)
    context.run(context.run, take, "a")
    functools.reduce(max, [1, 2], "a")
    list(filter(is_text, 1))
    map(take, ["a"])
    map(send, ["a"], [1])
