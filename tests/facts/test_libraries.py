"""Which calls run nothing but a library, as far as imports tell."""

from pathlib import Path

import pytest
from asking import asked
from background_typed_check.facts import Facts
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.libraries import is_of_library

PROGRAM = """
import client, own, sqlalchemy as sql
from typing import Annotated, Optional, Self, Sequence
from client import Client, connect, get
from own import Shop
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
text = "a"
shared = Client()
aliased = connect
text_or_client = Client() if text else text
annotated: Client = Client()
class Row: ...
for looped in Client(): ...
{}
--- own.py
class Shop: ...
--- site/client.py
class Client: ...
def connect(): ...
def get(): ...
--- site/sqlalchemy/__init__.py
--- site/sqlalchemy/ext/__init__.py
--- site/sqlalchemy/ext/asyncio.py
"""


@pytest.mark.parametrize(
    ("callee", "is_told"),
    [
        ("connect", True),
        ("client.get", True),
        ("sql.create_engine", True),
        ("sql.orm.Session.commit", False),
        ("Client().close", True),
        ("Client().get", False),
        ("Client()", False),
        ("shared.close", True),
        ("shared.get", False),
        ("aliased", True),
        ("aliased().close", True),
        ("select(1).where(2).join(3).options(4)", False),
        ("select(1).where(2).join(3).options", True),
        ("select(1).commit", False),
        ("own.work", False),
        ("Shop().close", False),
        ("text.join", False),
        ("len", False),
        ("text_or_client.close", False),
        ("annotated.close", False),
        ("looped.close", False),
        ("Row.close", False),
        ("(lambda: 1)", False),
    ],
)
def test_what_is_imported_tells(callee: str, tmp_path: Path, *, is_told: bool) -> None:
    facts, expression, scope = asked(PROGRAM.replace("{}", f"ask({callee})"), tmp_path)

    assert is_of_library(expression, scope, facts) is is_told


@pytest.mark.parametrize(
    ("annotation", "callee", "is_told"),
    [
        ("AsyncSession", "x.execute(1).scalars().all", True),
        ("Annotated[AsyncSession, 1]", "x.commit", True),
        ("Optional[AsyncSession]", "x.commit", True),
        ("AsyncSession | None", "x.commit", True),
        ("AsyncSession | Client", "x.get", False),
        ("AsyncSession | Client", "x.close", True),
        ("AsyncSession | Shop", "x.close", False),
        ("Sequence[Shop]", "x[0].close", False),
        ("Self", "x.close", False),
        ("None", "x.close", False),
        ("shared", "x.close", False),
    ],
)
def test_what_a_parameter_is_annotated_with_tells(
    annotation: str,
    callee: str,
    tmp_path: Path,
    *,
    is_told: bool,
) -> None:
    program = PROGRAM.replace("{}", f"def work(x: {annotation}): ask({callee})")
    facts, expression, scope = asked(program, tmp_path)

    assert is_of_library(expression, scope, facts) is is_told


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("x = select(1); x = x.where(2); ask(x.options)", True),
        ("x = select(1); x = Shop(); ask(x.options)", False),
        ("x = x.where(2); ask(x.options)", False),
    ],
)
def test_all_values_of_a_variable_tell(body: str, tmp_path: Path, *, is_told: bool) -> None:
    facts, expression, scope = asked(PROGRAM.replace("{}", f"def work(): {body}"), tmp_path)

    assert is_of_library(expression, scope, facts) is is_told


@pytest.mark.parametrize(("word", "is_one"), [("StrictRedis", True), ("Pipeline", False)])
def test_a_file_of_a_library_is_not_read_for_another_name(
    word: str, tmp_path: Path, *, is_one: bool
) -> None:
    program = f"from redis import {word}\nask({word})\n--- site/redis.py\nclass Pipeline: ...\n"
    facts, expression, scope = asked(program, tmp_path)

    assert facts.names.is_one_of(expression, scope, frozenset({"redis.Redis"})) is is_one
    assert str(tmp_path / "site/redis.py") not in facts.disk.sources


def test_no_file_of_a_library_is_found_where_none_is_read(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    for name in ("packages/library.py", "own.py"):
        (tmp_path / name).touch()
    facts = Facts(Disk(), [str(tmp_path / "own.py")], [str(tmp_path / "packages")])
    library, own = (str(tmp_path / name) for name in ("packages/library", "own"))
    assert facts.modules.file(library) is not None
    assert facts.without_libraries.modules.file(library) is None
    assert facts.without_libraries.modules.file(own) is facts.modules.file(own)
