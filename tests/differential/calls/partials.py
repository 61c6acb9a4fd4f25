"""Calls of `functools.partial`, in place and from a variable."""

import functools
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, overload

T = TypeVar("T")
B = TypeVar("B", bound=int)


def send(address: str, text: str = "", *, retries: int = 3) -> None: ...


async def asend(address: str, count: int) -> None: ...


def identity(item: T, times: int = 1) -> T: ...


def bounded(first: B, second: B) -> B: ...


def applied(function: Callable[[T], int], item: T) -> None: ...


def collect(a: int, *args: int, **kwargs: str) -> None: ...


def bare(a, b): ...  # type: ignore[no-untyped-def]


@overload
def convert(value: int, base: int) -> str: ...
@overload
def convert(value: str, base: str) -> int: ...
def convert(value: Any, base: Any) -> Any: ...


class Mailer:
    def __init__(self, host: str, port: int) -> None: ...

    def send(self, address: str, *, text: str) -> None: ...

    async def asend(self, address: str) -> None: ...

    quick = functools.partialmethod(send, text="hello")

    def __call__(self, a: int, b: int) -> None: ...


def calls_in_place() -> None:
    partial(send, "me")()
    partial(send, "me")("hello", retries=1)
    partial(send, "me")(1)
    partial(send, "me")("hello", "more")
    partial(send, 1)("hello")
    partial(send)()
    partial(send, text="hello")("me")
    partial(send, text="hello")("me", text=1)
    partial(send, txt="hello")("me")
    partial(asend, "me")(1)
    partial(asend, "me")("1")
    partial(collect, 1, 2)(3, a="b")
    partial(collect, 1, "a")(3, b=1)
    functools.partial(print, "a")(sep=1)
    partial(partial(send, "me"), "hello")(1)
    partial(lambda a, b: a + b, 1)("a")
    partial(undefined, 1)("a")
    partial(1)(2)
    partial()(1)


def calls_kept() -> None:
    kept = partial(send, "me")
    kept()
    kept("hello")
    kept(1)
    kept("hello", retries="no")
    kept(adress="you")
    kept.func("a")
    kept.missing("a")
    later = partial(asend, count=1)
    later("me")
    later(1)
    later("me", count="1")
    later()


def calls_of_annotated(
    of_any: partial[None], of_class: partial[Mailer], either: partial[int] | Callable[[int], int]
) -> None:
    of_any(1, a=2)
    of_class("a")
    either(1)
    either("a")


def calls_of_partial_generics() -> None:
    partial(identity, 1)("a")
    partial(identity, 1)(2)
    partial(identity, times=1)("a", times="b")
    partial(bounded, 1)(2)
    partial(bounded, 1)("a")
    partial(bounded, "a")(1)
    partial(applied, len)("a")
    partial(applied, len)(1)
    partial(applied, lambda x: x)(1)
    same = partial(identity, [])
    same()
    same("a")


def calls_of_partial_overloads() -> None:
    partial(convert, 1)(2)
    partial(convert, 1)("a")
    partial(convert, "a")("b")
    partial(convert, "a")(1)
    partial(convert, None)(1)
    partial(convert)(1, "a")
    base = partial(convert, base=1)
    base(1)
    base("a")


def calls_of_partial_objects(mailer: Mailer, anything: Any, kind: type[Mailer]) -> None:
    partial(Mailer, "host")(25)
    partial(Mailer, "host")("25")
    partial(kind, "host")("25")
    partial(mailer.send, "me")(text="hello")
    partial(mailer.send, "me")()
    partial(mailer.send, text=1)("me")
    partial(mailer.asend)(1)
    partial(mailer, 1)(2)
    partial(mailer, 1)("a")
    mailer.quick("me")
    partial(anything, 1)("a")
    partial(bare, 1)(2)
    partial(bare, 1)(2, 3)
    partial(bare, 1)()
    partial(mailer.missing, 1)(2)


def calls_with_partials_as_arguments() -> None:
    applied(partial(int, base=2), "a")
    applied(partial(identity, times=1), 1)
    applied(partial(send, retries=1), "a")
    applied(partial(send, 1), "a")
    map(partial(send, text="a"), [1, 2])
    sorted(["a"], key=partial(identity, times="a"))
