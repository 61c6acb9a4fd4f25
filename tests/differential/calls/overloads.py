"""Calls of overloaded functions, methods and classes, including union math."""

import functools
import re
import subprocess
from collections.abc import Callable
from typing import Any, Literal, TypeVar, overload

from typing_extensions import deprecated

T = TypeVar("T")


@overload
def convert(value: int, *, base: int = ...) -> str: ...
@overload
def convert(value: str) -> int: ...
def convert(value: int | str, *, base: int = 10) -> int | str: ...


@overload
def combine(a: int, b: int) -> int: ...
@overload
def combine(a: str, b: str) -> str: ...
def combine(a: Any, b: Any) -> Any: ...


@overload
def fetch(key: str) -> bytes: ...
@overload
def fetch(key: str, default: T) -> bytes | T: ...
def fetch(key: str, default: Any = None) -> Any: ...


@overload
def apply(function: Callable[[int], int], value: int) -> int: ...
@overload
def apply(function: Callable[[str], str], value: str) -> str: ...
def apply(function: Any, value: Any) -> Any: ...


@overload
async def load(raw: Literal[True]) -> bytes: ...
@overload
async def load(raw: Literal[False] = ...) -> str: ...
@overload
async def load(raw: bool) -> bytes | str: ...
async def load(raw: bool = False) -> bytes | str: ...


@overload
def many(value: int) -> int: ...
@overload
def many(value: str, *rest: str) -> str: ...
@overload
def many(value: bytes, **named: int) -> bytes: ...
def many(value: Any, *rest: Any, **named: Any) -> Any: ...


@overload
@deprecated("pass a str")
def half_old(value: int) -> None: ...
@overload
def half_old(value: str) -> None: ...
def half_old(value: Any) -> None: ...


@overload
def one_wrong(value: int) -> int: ...
def one_wrong(value: int) -> int: ...


class Store:
    @overload
    def __init__(self, path: str) -> None: ...
    @overload
    def __init__(self, path: bytes, encoding: str) -> None: ...
    def __init__(self, path: Any, encoding: str = "") -> None: ...

    @overload
    def get(self, key: int) -> int: ...
    @overload
    def get(self, key: str, default: int) -> int: ...
    def get(self, key: Any, default: int = 0) -> int: ...

    @overload
    @classmethod
    def make(cls, a: int) -> "Store": ...
    @overload
    @classmethod
    def make(cls, a: str) -> "Store": ...
    @classmethod
    def make(cls, a: Any) -> "Store": ...

    @overload
    @staticmethod
    def check(a: int) -> None: ...
    @overload
    @staticmethod
    def check(a: str) -> None: ...
    @staticmethod
    def check(a: Any) -> None: ...

    @overload
    def __call__(self, a: int) -> None: ...
    @overload
    def __call__(self, a: str, b: str) -> None: ...
    def __call__(self, a: Any, b: Any = None) -> None: ...


def calls_of_overloads() -> None:
    convert(1)
    convert(1, base=2)
    convert("a")
    convert("a", base=2)
    convert(1.5)
    convert()
    convert(b"a", base="b")
    combine(1, 2)
    combine("a", "b")
    combine(1, "b")
    combine(1)
    fetch("a", 1)
    fetch(1)
    fetch("a", 1, 2)
    fetch("a", defualt=1)
    one_wrong("a")


def calls_with_unions(
    either: int | str,
    number: int | float,
    maybe: int | None,
    flag: bool,
    three: int | str | bytes,
    anything: Any,
) -> None:
    convert(either)
    convert(number)
    convert(maybe)
    convert(three)
    convert(anything)
    convert(either, base=1)
    combine(either, either)
    combine(1, either)
    combine(anything, 1)
    load(flag)
    load(True)
    load("a")
    load(raw=maybe)
    many(either)
    many(three)
    many(three, 1)
    Store(either)
    Store(three, "utf-8")


def calls_of_overloads_with_context() -> None:
    apply(lambda x: x + 1, 1)
    apply(lambda x: x.upper(), "a")
    apply(lambda x: x.upper(), 1)
    apply(lambda x: x, None)
    fetch("a", [])
    fetch("a", lambda x: x)
    convert(combine(1, "b"))
    combine(convert("a"), convert("b"))
    combine(convert("a"), convert(1))
    functools.reduce(lambda a, b: a + b, [1, 2], "a")
    functools.reduce(lambda a, b: a + b, ["a", "b"])


def calls_of_overloads_with_stars(
    numbers: list[int], words: tuple[str, str], options: dict[str, int], mixed: tuple[int, str]
) -> None:
    many(*numbers)
    many(*words)
    many(b"", **options)
    many("", **options)
    combine(*words)
    combine(*mixed)
    combine(*numbers)
    convert(1, **options)


def calls_of_overloaded_methods(store: Store, key: int | str) -> None:
    Store("a")
    Store(b"a", "utf-8")
    Store(b"a")
    Store(1)
    store.get(1)
    store.get("a", 1)
    store.get("a")
    store.get(key)
    store.get(key, 1)
    Store.get(store, None)
    Store.make(key)
    Store.make(None)
    store.check(key)
    store.check(b"")
    store(1)
    store("a")
    store(key)


def calls_of_deprecated_overloads(either: int | str) -> None:
    half_old(1)
    half_old("a")
    half_old(None)
    half_old(either)


def calls_of_library_overloads(words: list[str], maybe: int | None) -> None:
    subprocess.run(["ls"], check=True)
    subprocess.run(["ls"], chek=True)
    subprocess.run([1, None], check="yes")
    re.sub("a", lambda match: match.group(0), "b")
    re.sub("a", lambda match: 1, "b")
    re.sub(b"a", "b", "c")
    {"a": 1}.get("a", None)
    {"a": 1}.get(1)
    {"a": 1}.pop("a", "none", 1)
    words.sort(key=len)
    words.sort(key=lambda word: word.missing)
    words.__getitem__("a")
    sum(words)
    pow("a", 2)
    max(1, "a")
    range(1.5)
    range(1, maybe)
    getattr(words, 1)
    next(words)
    iter(1)
    str(b"a", 1)
    bytes("a", encoding=1)
    round("a")
