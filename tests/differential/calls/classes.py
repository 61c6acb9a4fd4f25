"""Calls of classes: constructors of every kind, `type[C]`, abstract classes and protocols."""

import abc
import collections
import dataclasses
import enum
from pathlib import Path
from typing import Any, Generic, NewType, Protocol, TypeVar

from pydantic import BaseModel, Field
from typing_extensions import Self, deprecated

T = TypeVar("T")


class Plain: ...


class Point:
    def __init__(self, x: int, y: int = 0, *, name: str = "") -> None: ...


class Child(Point): ...


class WithNew:
    def __new__(cls, x: int) -> Self: ...


class NewAndInit:
    def __new__(cls, *args: Any) -> Self: ...

    def __init__(self, x: int) -> None: ...


class NewOfOther:
    def __new__(cls, x: int) -> int: ...  # type: ignore[misc]


class Meta(type):
    def __call__(cls, text: str) -> Any: ...


class WithMeta(metaclass=Meta):
    def __init__(self, x: int) -> None: ...


class MetaWithArguments(type):
    def __call__(cls, *args: Any, **kwargs: Any) -> Any: ...


class ByMeta(metaclass=MetaWithArguments):
    def __init__(self, x: int) -> None: ...


@dataclasses.dataclass
class Data:
    a: int
    b: str = ""
    c: list[int] = dataclasses.field(default_factory=list, kw_only=True)


@dataclasses.dataclass
class Derived(Data):
    d: float = 0.0


@dataclasses.dataclass(frozen=True)
class Pair(Generic[T]):
    first: T
    second: T


class Model(BaseModel):
    id: int
    name: str = Field(default="", alias="name")
    tags: list[str] = []


class Abstract(abc.ABC):
    def __init__(self, x: int) -> None: ...

    @abc.abstractmethod
    def run(self) -> None: ...

    @classmethod
    @abc.abstractmethod
    def make(cls, x: int) -> Self: ...


class Concrete(Abstract):
    def run(self) -> None: ...

    @classmethod
    def make(cls, x: int) -> Self: ...


class Runs(Protocol):
    def run(self, count: int) -> None: ...


class Called(Protocol):
    def __call__(self, a: int, *, b: str = "") -> None: ...


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Broken(Undefined):
    def __init__(self, x: int) -> None: ...


class FromAny(Any):
    def method(self, x: int) -> None: ...


@deprecated("use Point")
class Old:
    def __init__(self, x: int) -> None: ...


class OldInit:
    @deprecated("use make")
    def __init__(self, x: int) -> None: ...


class UntypedInit:
    def __init__(self, x): ...  # type: ignore[no-untyped-def]


class Stack(Generic[T]):
    def __init__(self, *items: T) -> None: ...


UserId = NewType("UserId", int)
Alias = Point
IntStack = Stack[int]


def calls_of_constructors() -> None:
    Plain()
    Plain(1)
    Plain(a=1)
    Point(1)
    Point("a", "b", name=1)
    Point()
    Point(1, 2, 3)
    Point(1, z=1)
    Child(1)
    Child("a")
    Alias("a")
    UntypedInit(1)
    UntypedInit()
    object(1)
    type("a")
    Exception(1, 2)
    ValueError("a", code=1)
    Path("a", 1)


def calls_of_new() -> None:
    WithNew(1)
    WithNew("a")
    NewAndInit(1)
    NewAndInit("a")
    NewAndInit()
    NewOfOther(1)
    NewOfOther("a")


def calls_of_metaclasses() -> None:
    WithMeta(1)
    WithMeta("a")
    ByMeta(1)
    ByMeta("a")


def calls_of_dataclasses(data: Data) -> None:
    Data(1)
    Data("a", 1, [])
    Data(1, c=["a"])
    Data()
    Data(1, d=1)
    Derived(1, "b", 1.0)
    Derived(1, "b", "d", c=[])
    Pair(1, 2)
    Pair[int](1, "a")
    Pair(1)
    dataclasses.replace(data, a=2)
    dataclasses.replace(data, a="2")
    dataclasses.replace(data, z=1)
    dataclasses.replace(1, a=1)
    dataclasses.asdict(1)
    data.c.append("a")


def calls_of_models(model: Model) -> None:
    Model(id=1)
    Model(id="1", name=2)
    Model()
    Model(1)
    Model(id=1, other=2)
    Model.model_validate({"id": 1}, strict="no")
    model.model_copy(update=1)
    model.missing(1)


def calls_of_abstract_classes(kind: type[Abstract]) -> None:
    Abstract(1)
    Abstract("a")
    Concrete(1)
    Concrete("a")
    kind(1)
    kind("a")
    Abstract.make(1)
    kind.make("a")
    Runs()
    Called(1)


def calls_of_protocols(runs: Runs, called: Called) -> None:
    runs.run(1)
    runs.run("a")
    called(1, b="b")
    called("a", b=1)
    called()
    runs(1)


def calls_of_types(
    kind: type[Point],
    either: type[Point] | type[Data],
    maybe: type[Point] | None,
    any_type: type[Any],
    bare: type,
    of: type[T],
    item: T,
) -> None:
    kind(1)
    kind("a")
    kind(1, 2, 3)
    either(1)
    either("a", "b")
    maybe(1)
    any_type(1, a=2)
    bare(1)
    of()
    of(1)
    type(item)(1)
    type(kind(1))("a")


def calls_of_generic_classes() -> None:
    Stack(1, 2)
    Stack(1, "a")
    Stack[int](1, "a")
    IntStack("a")
    Stack[str]()
    list[int](["a"])
    dict[str, int](a="b")
    collections.defaultdict(int, {"a": 1})
    collections.defaultdict(1)
    collections.Counter("ab", 1)
    collections.deque([1], maxlen="a")


def calls_of_other_classes() -> None:
    UserId(1)
    UserId("a")
    Colour(1)
    Colour("a", "b")
    Colour.RED(1)
    Broken(1)
    Broken("a", "b")
    FromAny(1, 2)
    FromAny().method("a")
    FromAny().missing("a")
    Old(1)
    Old("a")
    OldInit(1)
    OldInit("a")
