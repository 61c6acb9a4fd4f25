"""The signatures of pydantic's models are those that pydantic gives them, or there is none."""

import inspect
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.server.calls.signature_help import help_at
from marked import cursor_in

MODELS: Final = """\
from typing import Annotated, ClassVar, Final, Generic, Optional, TypeVar
from pydantic import BaseModel, ConfigDict, Field
T = TypeVar("T")

class Mixed:
    first: int

class Base(Mixed, BaseModel):
    model_config = ConfigDict(from_attributes=True, extra="ignore")
    name: str
    count: int = 3
    kind: ClassVar[str] = "a"
    more: list[int] = Field(default_factory=list)
    short: str = Field(..., max_length=3)
    long: str = Field(min_length=3)
    given: int = Field(3)
    named: int = Field(default=3, serialization_alias="x")
    inside: Annotated[int, Field(default=3)]
    limited: Annotated[int, Field(gt=3)]
    price: int = Field(alias="cost")
    weight: int = Field(3, validation_alias="mass", gt=1)
    upper: str = "a".upper()
    quoted: "int" = 1
    maybe: Optional[int]
    ellipsis: int = ...
    _hidden: int = 1
    def method(self) -> None: ...

class Child(Base):
    model_config = {"extra": "forbid"}
    name: str = "a"
    count: ClassVar[int] = 1
    late: int

class Of(BaseModel, Generic[T]):
    one: T
"""
OTHERS: Final = """\
Alias = Annotated[str, Field(alias="other")]

class Aliased(BaseModel):
    name: Alias

class Renamed(BaseModel):
    name: str = Field(validation_alias="other", alias="more")

class OtherWord(BaseModel):
    name: str = Field(alias="other word")

class InChoices(BaseModel):
    name: str = Field(alias=choices)

class ByBoth(Base):
    model_config = ConfigDict(populate_by_name=True)

class Nested(BaseModel):
    name: Optional[Annotated[str, Field(alias="other")]] = None

class Quoted(BaseModel):
    name: "Annotated[str, Field(alias='other')]"

class Unpacked(BaseModel):
    name: str = Field(**settings)

class Generated(BaseModel):
    model_config = ConfigDict(alias_generator=str.upper)
    name: str

class Loose(BaseModel, extra="allow"):
    name: str

class OfLoose(Loose):
    other: str

class Old(BaseModel):
    class Config:
        extra = "allow"
    name: str

class Uncertain(BaseModel):
    model_config = {**settings}
    name: str

class Shared(BaseModel):
    model_config = settings
    name: str

class Fixed(BaseModel):
    name: Final[int] = 4

class Far(BaseModel, Missing):
    name: str

class Written(BaseModel):
    def __init__(self, other): ...

class OfWritten(Written):
    name: str
"""
HANDLER: Final = """
from fastapi import BackgroundTasks
def handler(tasks: BackgroundTasks):
    tasks.add_task({name}, |
"""


def labels(folder: Path, text: str, name: str) -> list[str]:
    """Return the signatures that are shown for a class."""
    cursor = cursor_in(folder, f"{text}{HANDLER.format(name=name)}")
    found = help_at(cursor, has_offsets=True)
    return [each.label for each in (found.signatures if found is not None else ())]


@pytest.mark.parametrize("name", ["Base", "Child", "Of"])
def test_the_parameters_are_those_that_pydantic_takes(name: str, tmp_path: Path) -> None:
    (label,) = labels(tmp_path, MODELS, name)
    namespace: dict[str, object] = {}
    exec(f"{MODELS}\ndef shown{label.removeprefix(name)}: ...", namespace)  # noqa: S102  # our own text
    model, shown = namespace[name], namespace["shown"]
    assert callable(model)
    assert callable(shown)
    parameters = inspect.signature(model).parameters.values()
    assert [(each.name, each.kind, each.default is each.empty) for each in parameters] == [
        (each.name, each.kind, each.default is each.empty)
        for each in inspect.signature(shown).parameters.values()
    ]


def test_they_are_shown_as_the_source_writes_them(tmp_path: Path) -> None:
    assert labels(tmp_path, MODELS, "Child") == [
        'Child(*, first: int, name: str = "a", more: list[int] = ..., short: str, long: str, '
        "given: int = 3, named: int = 3, inside: int = 3, "
        'limited: int, cost: int, mass: int = 3, upper: str = "a".upper(), quoted: "int" = 1, '
        "maybe: Optional[int], ellipsis: int, late: int)"
    ]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Aliased",
            "Quoted",
            "Renamed",
            "OtherWord",
            "InChoices",
            "ByBoth",
            "Nested",
            "Unpacked",
            "Generated",
            "Loose",
            "OfLoose",
            "Old",
            "Uncertain",
        ),
        *("Shared", "Fixed", "Far"),
    ],
)
def test_where_other_names_may_be_right_nothing_is_shown(name: str, tmp_path: Path) -> None:
    assert labels(tmp_path, f"{MODELS}{OTHERS}", name) == []


@pytest.mark.parametrize("name", ["Written", "OfWritten"])
def test_an_init_of_the_user_counts(name: str, tmp_path: Path) -> None:
    assert labels(tmp_path, f"{MODELS}{OTHERS}", name) == [f"{name}(other)"]
