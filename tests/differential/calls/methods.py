"""Calls of bound and unbound methods, static and class methods, properties and `__call__`."""

import functools
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from typing_extensions import Self

T = TypeVar("T")
S = TypeVar("S", bound="Mailer")


class Mailer:
    handler: Callable[[int], None]
    plain: ClassVar[Callable[[int], None]]
    partial = functools.partial(print, "mail")

    def __init__(self, host: str = "") -> None:
        self.host = host
        self.callback = lambda text: len(text)
        self.maybe: Callable[[str], int] | None = None

    def send(self, address: str, /, text: str = "", *, retries: int = 3) -> None: ...

    async def asend(self, *addresses: str) -> int: ...

    def chain(self, other: Self) -> Self: ...

    def of(self: S, other: S) -> S: ...

    def no_self() -> None: ...

    @staticmethod
    def check(address: str) -> bool: ...

    @classmethod
    def connect(cls, host: str, port: int = 25) -> Self: ...

    @property
    def sender(self) -> Callable[[str], None]: ...

    @functools.cached_property
    def backend(self) -> "Mailer": ...

    def bare(self, a): ...  # type: ignore[no-untyped-def]

    def __call__(self, address: str) -> None: ...

    def __getitem__(self, key: int) -> "Mailer": ...

    def calls_of_self(self) -> None:
        self.send("me")
        self.send(1)
        self.send()
        self.asend("me", 2)
        self(1)
        self.callback(1)
        self.missing(1)
        self.connect(1)
        self.handler("a")
        self.__class__(1)
        type(self)(1)
        Mailer.send(self, 1)


class FastMailer(Mailer):
    def __init__(self, host: str, speed: int) -> None:
        super().__init__(host)

    def send(
        self, address: str, /, text: str = "", *, retries: int = 3, speed: int = 1
    ) -> None: ...

    def calls_of_super(self) -> None:
        super().send("me", speed=1)
        super().send("me")
        super().send(1)
        super().missing()
        super().check(1)
        super().__init__(1)

    @classmethod
    def calls_of_cls(cls) -> None:
        cls("host", "speed")
        cls()
        cls.connect(1)
        cls.check(1)
        super().connect("host", "port")


class Box(Generic[T]):
    def __init__(self, item: T) -> None: ...

    def put(self, item: T) -> None: ...

    def replace(self, function: Callable[[T], T]) -> None: ...

    @classmethod
    def make(cls, item: T) -> "Box[T]": ...


class Untyped:
    def __call__(self, a): ...  # type: ignore[no-untyped-def]


class AsyncCallable:
    async def __call__(self, a: int, *, b: str = "") -> None: ...


class CallableAttribute:
    __call__: Callable[[int], None]


class NotCallable: ...


class Dynamic:
    def __getattr__(self, name: str) -> Callable[[int], None]: ...


def calls_of_bound_methods(mailer: Mailer, fast: FastMailer) -> None:
    mailer.send("me")
    mailer.send("me", "hello", retries=2)
    mailer.send(1, retries="no")
    mailer.send(address="me")
    mailer.send("me", speed=1)
    fast.send("me", speed="1")
    mailer.asend("me", "you")
    mailer.asend("me", 1)
    mailer.chain(fast)
    mailer.chain(1)
    fast.chain(mailer)
    fast.of(mailer)
    fast.of("a")
    mailer.no_self()
    mailer.bare(1)
    mailer.bare()
    mailer[0].send(1)
    mailer["0"].send("me")
    mailer.backend.send(1)
    mailer.backend.backend.mising(1)


def calls_of_unbound_methods(mailer: Mailer) -> None:
    Mailer.send(mailer, "me")
    Mailer.send("me")
    Mailer.send(mailer, 1)
    Mailer.send()
    Mailer.chain(mailer, mailer)
    str.upper("a")
    str.upper(1)
    list.append([1], "a")
    dict.get({"a": 1}, 1)
    Mailer.__init__(mailer, 1)
    Mailer.__call__(mailer, 1)


def calls_of_static_and_class_methods(mailer: Mailer) -> None:
    mailer.check("me")
    mailer.check(1)
    Mailer.check(1)
    Mailer.check("me", "you")
    Mailer.connect("host", 25)
    Mailer.connect("host", "25")
    mailer.connect()
    mailer.connect(hots="host")


def calls_of_attributes(mailer: Mailer, dynamic: Dynamic) -> None:
    mailer.handler(1)
    mailer.handler("a")
    mailer.plain(1)
    mailer.partial(1, sep=2)
    mailer.callback("a", "b")
    mailer.maybe("a")
    mailer.maybe(1)
    mailer.sender("me")
    mailer.sender(1)
    mailer.sender()
    mailer.host("me")
    dynamic.anything(1)
    dynamic.anything("a")


def calls_of_instances(
    mailer: Mailer,
    untyped: Untyped,
    later: AsyncCallable,
    attribute: CallableAttribute,
    not_callable: NotCallable,
) -> None:
    mailer("me")
    mailer(1)
    mailer()
    mailer.__call__(1)
    untyped(1)
    untyped()
    later(1, b="b")
    later("a", b=1)
    attribute(1)
    attribute("a")
    not_callable()
    not_callable(1)
    not_callable.method(1)
    (1)("a")
    None()


def calls_of_generic_methods(box: Box[int], anything: Box[Any]) -> None:
    box.put(1)
    box.put("a")
    box.replace(lambda item: item + 1)
    box.replace(lambda item: str(item))
    box.replace(lambda item: item.upper())
    anything.put("a")
    Box[int].make("a")
    Box.make(1)
    Box[str].put(box, "a")
    Box("a").put(1)
    Box(1).replace(str)
    Box.put(box, "a")


def calls_of_partial_types() -> None:
    items = []
    items.append(1)
    items.append("a")
    reveal_type(items)
    mapping = {}
    mapping.update({"a": 1})
    reveal_type(mapping)
    mapping.update({1: "a"})
    names = set()
    names.add("a")
    names.add(b"a")
    reveal_type(names)
    more = []
    more.extend([1, 2])
    more.extend("ab")
    reveal_type(more)
    never = []
    never.count(1)
    late = None
    print(late)
    late = Mailer()
    late.send(1)


def calls_with_partial_types_as_arguments(mailer: Mailer) -> None:
    items = []
    mailer.send(items)
    items.append(1)
    more = []
    print(more.append(1))
    reveal_type(more)
    mailer.send("me", text=more)
