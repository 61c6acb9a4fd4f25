"""Calls of plain, async, decorated, nested, untyped and deprecated functions."""

import functools
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, NoReturn, TypeVar

from typing_extensions import ParamSpec, deprecated

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)


def nothing() -> None: ...


def send(address: str, text: str = "", *, retries: int = 3) -> None: ...


def positional(a: int, b: str, /, c: int = 0) -> None: ...


def named(*, a: int, b: str = "") -> None: ...


def numbers(first: int, *rest: int) -> int: ...


def settings(name: str, **values: int) -> None: ...


def everything(a: int, /, b: int, *args: str, c: int, **kwargs: bytes) -> None: ...


def optional(a: int | None = None) -> None: ...


def stop() -> NoReturn: ...


async def asend(address: str, count: int = 1) -> int: ...


def generate(count: int) -> Iterator[int]: ...


async def agenerate(count: int) -> AsyncIterator[int]:
    yield count


def typed(function: Callable[P, R]) -> Callable[P, R]: ...


def to_async(function: Callable[P, R]) -> Callable[P, Awaitable[R]]: ...


def with_option(flag: bool) -> Callable[[Callable[P, R]], Callable[P, R]]: ...


def untyped(function): ...  # type: ignore[no-untyped-def]


@typed
def decorated(a: int, b: str = "") -> None: ...


@to_async
def awaited(a: int, *, b: str) -> None: ...


@with_option(True)
@typed
def twice(a: int, *rest: str) -> None: ...


@untyped
def lost(a: int) -> None: ...


@functools.cache
def cached(a: int) -> str: ...


@functools.wraps(send)
def wrapping(*args: Any, **kwargs: Any) -> None: ...


@deprecated("use send")
def old(a: int) -> None: ...


def bare(a, b=1): ...  # type: ignore[no-untyped-def]


def half(a, b: int): ...  # type: ignore[no-untyped-def]


def calls_arity() -> None:
    nothing()
    nothing(1)
    nothing(1, 2, a=3)
    send()
    send("me")
    send("me", "hello", 3)
    send("me", "hello", 3, 4)
    send("me", text="hello", retries=1)
    send("me", retry=1)
    send("me", address="me")
    send(text="hello")
    send(address=1, text=2)
    send(adress="me")
    send(1, retries="no", txt=b"")


def calls_kinds_of_parameters() -> None:
    positional(1, "b")
    positional("a", 2)
    positional(1)
    positional(1, b="b")
    positional(1, "b", c="c")
    named(a=1)
    named(1)
    named(b="b")
    named(a="a", b=2)
    numbers(1, 2, 3)
    numbers()
    numbers(1, "2", 3, "4")
    settings("n", a=1, b=2)
    settings("n", a="1", b=2)
    settings(a=1)
    settings("n", name="n")
    everything(1, 2, "x", c=3, d=b"")
    everything(1, b=2, c=3, d=4)
    everything(1, 2, 3, c=3)
    everything(a=1, b=2, c=3)
    everything(1, 2, "x", "y", d=b"")
    optional()
    optional(None)
    optional("a")


async def calls_async_functions() -> None:
    asend("me")
    asend("me", "once")
    asend()
    asend(asend("me"))
    asend(await asend("me"))
    asend("me", await asend("me"))
    asend("me", await asend(1))
    generate(1)
    generate("1")
    agenerate(1)
    agenerate("1")


def calls_decorated_functions() -> None:
    decorated(1, "b")
    decorated("a", b=1)
    decorated(1, c=1)
    awaited(1, b="b")
    awaited(1, "b")
    awaited("a", b=1)
    twice(1, "a", "b")
    twice("1", 2)
    twice()
    lost(1)
    lost("a", "b", c=1)
    cached(1)
    cached([])
    cached()
    wrapping("me")
    wrapping(1, 2)
    typed(send)("me")
    typed(send)(1)
    to_async(send)("me", retries="no")
    with_option(False)(send)()


def calls_untyped_functions() -> None:
    bare(1)
    bare()
    bare(1, 2, 3)
    bare(1, c=2)
    half(1, 2)
    half(1, "b")
    half(b=1)
    untyped(1)


def calls_nested_functions(count: int) -> None:
    def inner(a: int, b: int = count) -> None: ...

    async def ainner(*, a: int) -> None: ...

    def outer() -> None:
        inner("a")
        inner(count, count)
        ainner(a=None)

    inner(1)
    inner("a", "b")
    ainner(a=1)
    ainner(1)
    outer()
    outer(1)


def calls_deprecated_functions() -> None:
    old(1)
    old("a")
    typed(old)("a")
    send(str(old(1)))


def calls_any(anything: Any, module: Any, whatever) -> None:  # type: ignore[no-untyped-def]
    anything()
    anything(1, *[2], a=3, **{"b": 4})
    module.send("me", undefined)
    anything(send(1))
    whatever.send(numbers("a"))
    send(anything, retries=anything)
    send(*anything, **anything)


def calls_with_missing_names() -> None:
    undefined_function(1)
    send(undefined_address)
    send.address("me")
    "text".jion(["a"])
    log.inform("message")
    os.path.no_such_function("a")
    send("me", text=nothing.text)
    send(undefined_function(undefined_argument))


def calls_over_several_lines() -> None:
    send(
        1,
        text=2,
        retries="no",
    )
    everything(
        "a",
        b="b",
        c=numbers(
            "first",
            2,
            "rest",
        ),
        d=1,
    )
    send(
        "me",
        "hello",
        3,
    )
    send(
        text="hello",
    )
    (
        decorated  # on a line of its own
    )(
        "a",
        c=1,
    )
    send(
        "me",
        "hello",
        # A comment, and an argument below it.
        unknown=1,
    )


def calls_with_wrong_calls_inside() -> None:
    send(str(numbers("a")))
    send(cached("a"))
    send(cached(cached(1)))
    send(cached(1), cached("1"), retries=numbers())
    numbers(numbers(numbers("a"), numbers(1, "b")), numbers())
    print(named(1))
    print(send(1), sep=2)
    send(nothing())
    numbers(1 + "a")
    numbers("a" if numbers("b") else 1)
    numbers(*(numbers(x) for x in "ab"))
    log.info("%s", numbers("a"))
    send(f"{numbers('a')}")


def calls_with_reveal_type(a: int | None) -> None:
    numbers(reveal_type(1))
    numbers(reveal_type("a"))
    optional(reveal_type(a))
    send(reveal_type(cached(1)), text=reveal_type([]))
    everything(1, reveal_type(2), reveal_type("x"), c=reveal_type(None), d=reveal_type(b""))
    nothing(reveal_type(a))


def calls_under_type_ignore() -> None:
    numbers("a")  # type: ignore[arg-type]
    numbers("a")  # type: ignore[call-arg]
    numbers(1)  # type: ignore[arg-type]
    numbers()  # type: ignore
    send(
        1,  # type: ignore[arg-type]
        2,
        retries="no",  # type: ignore[arg-type]
    )


def calls_before_other_code(a: int | None, flag: bool) -> None:
    if flag:
        numbers(stop())
        numbers("unreachable")
    elif a is None:
        optional(a)
        numbers(a)
    else:
        numbers(a)
    for _ in range(3):
        numbers("in a loop")
    while a:
        numbers(a)
        a = None if flag else "wrong"
    try:
        send(1)
    except ValueError as error:
        send(error)
    finally:
        send(2)
    with open("file"):
        file = open("other")
        file.write(1)
    assert a is None or numbers(a)
    numbers(b := 1)
    numbers(c := "c")
    reveal_type(b)
    reveal_type(c)
    match a:
        case int():
            send(a)
        case None:
            numbers(a)


def calls_of_chosen_functions(flag: bool, table: dict[str, Callable[[int], None]]) -> None:
    (send if flag else nothing)()
    (send if flag else asend)("me", 1)
    (chosen := numbers)("a")
    chosen("a")
    table["a"](1)
    table["a"]("1")
    table[1](1)
    [decorated][0]("a")
    (send or nothing)("me")


async def calls_of_awaited_functions(later: Awaitable[Callable[[int], None]]) -> None:
    (await later)(1)
    (await later)("a")
    (await later)()


def calls_of_library_functions(items: list[int]) -> None:
    print("a", "b", sep=", ", file=1)
    sorted(items, key=lambda item: item.real, reverse="yes")
    sorted(items, key=lambda item: item.upper())
    max(items, default="none")
    max(object(), object())
    sum(["a", "b"])
    isinstance(items, "list")
    isinstance(items, int)
    setattr(items, 1, 2)
    time.sleep("1")
    os.remove(1.5)
    log.info(1, exc_info="a")
    log.info("message", extra={"a": 1}, extras={})
    ", ".join([1, 2])
    ", ".join(items)
    open("file", "rq", encoding=1)
    len(1)
    dict(a=1)
    dict([("a", 1)], b="c")
    dict(1)
    list(1)
    zip(items, 1)
    list(map(lambda item: item.missing, items))
    __import__("os").remove("file")
    int("1", base="2")


class Holder:
    """Attributes whose types are inferred late, and calls outside functions."""

    def calls_before_the_type_is_known(self) -> None:
        self.found(1)
        self.found("a")
        numbers(self.found)
        send(self.number)

    @untyped_later
    def unknown(self, a: int) -> None: ...

    def __init__(self) -> None:
        self.found = typed(numbers)
        self.number = cached(1).count("a")


def calls_in_a_class_body() -> None:
    class Local:
        numbers("a")
        name = "me"
        send(name)
        numbers(name)


def calls_in_unannotated(tasks_of, count=1):  # type: ignore[no-untyped-def]
    numbers(count)
    numbers("a")
    tasks_of(1)
    numbers(tasks_of)
