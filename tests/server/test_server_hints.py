"""The names of parameters before the arguments of tasks."""

from pathlib import Path

import pytest
from background_typed_check.server.calls.inlay_hints import hints_at
from lsprotocol.types import Position, Range
from marked import at_call, cursor_in

EVERYWHERE = Range(Position(0, 0), Position(99, 0))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("tasks.add_task(write, 'a', 'b', times=1)", {26: "name=", 31: "text="}),
        ("tasks.add_task(write, ('a'), ((1) + 2), times=1)", {26: "name=", 33: "text="}),
        ("tasks.add_task(write, name, mail.text)", {}),
        ("tasks.add_task(write, *names, 'b')", {}),
        ("tasks.add_task(write, 1, 2, 3)", {26: "name=", 29: "text="}),
        ("tasks.add_task(partial(write, 'a'), 'b')", {34: "name=", 40: "text="}),
        ("tasks.add_task(publish, 1, 2)", {28: "name=", 31: "names="}),
        ("tasks.add_task(load, 1)", {}),
        ("tasks.add_task(lambda a, b: write(b), 1)", {42: "a="}),
        ("tasks.add_task(unknown, 1)", {}),
        ("write('a')", {}),
    ],
)
def test_a_hint_names_the_parameter_of_an_argument(
    call: str, expected: dict[int, str], tmp_path: Path
) -> None:
    found = hints_at(at_call(tmp_path, call), EVERYWHERE)
    assert {each.position.character: each.label for each in found} == expected


def test_only_a_part_of_the_document_is_asked_for(tmp_path: Path) -> None:
    cursor = at_call(tmp_path, "tasks.add_task(write, 'a')")
    assert hints_at(cursor, Range(Position(0, 0), Position(5, 0))) == []


@pytest.mark.parametrize("broken", ["   x = 1", "        x = 1\n      y = 2", '    x = "abc'])
def test_a_broken_line_elsewhere_does_not_matter(broken: str, tmp_path: Path) -> None:
    found = hints_at(
        at_call(tmp_path, f"|x = 1\n{broken}\n    tasks.add_task(write, 1)"), EVERYWHERE
    )
    assert [each.label for each in found] == ["name="]


def test_what_cannot_be_parsed_has_no_hints(tmp_path: Path) -> None:
    cursor = cursor_in(tmp_path, "tasks.add_task(write, 1)\n?|")
    assert hints_at(cursor, EVERYWHERE) == []
