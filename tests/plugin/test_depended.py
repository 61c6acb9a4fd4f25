"""Which dependencies may decide on the tasks of others, by mypy's own types and files."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from background_typed_mypy.depended import files_with, may_hold_collection
from mypy.nodes import MypyFile, Var
from mypy.types import AnyType, NoneType, TypeOfAny, UnionType

if TYPE_CHECKING:
    from background_typed_mypy.internals import Checker

pytestmark = pytest.mark.once


def test_one_of_several_types_may_be_a_collection() -> None:
    anything = AnyType(TypeOfAny.explicit)
    assert may_hold_collection(UnionType([NoneType(), anything]))
    assert not may_hold_collection(UnionType([NoneType(), NoneType()]))


def test_what_is_local_belongs_to_no_file() -> None:
    file, variable, local = MypyFile([], []), Var("x"), Var("y")
    variable._fullname = "module.x"  # noqa: SLF001  # mypy sets it when it analyzes the file
    checker = cast("Checker", SimpleNamespace(modules={"module": file}))
    assert [*files_with(checker, [local, variable])] == [file]
