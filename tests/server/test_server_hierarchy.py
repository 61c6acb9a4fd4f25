"""Where a function is used as a task, and which tasks it adds."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from background_typed_check.server.calls.cursor import Cursor
from background_typed_check.server.calls.features import in_hierarchy
from background_typed_check.server.calls.hierarchy import Hierarchy
from lsprotocol.types import Range, SymbolKind
from marked import at_call, cursor_in

OTHER = """\
import work
from starlette.background import BackgroundTask
task = BackgroundTask(work.write, "a")
class Later:
    again = BackgroundTask(work.write, "b")
    def do(self, tasks):
        return [BackgroundTask(work.write, each) for each in "ab"], BackgroundTask(work.unknown)
"""


def columns(ranges: Sequence[Range]) -> list[tuple[int, int]]:
    """Return where ranges begin."""
    return [(each.start.line, each.start.character) for each in ranges]


def named(cursor: Cursor) -> list[str]:
    """Return the names of the function at the cursor."""
    return [each.name for each in in_hierarchy(cursor, Hierarchy.items)]


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("tasks.add_task(wri|te, 1)", ["write"]),
        ("tasks.add_task(write, |1)", []),
        ("tasks.add_task(work.wri|te, 1)", ["write"]),
        ("tasks.add_task(wo|rk.write, 1)", []),
        ("tasks.add_task(mail.se|nd, 1)", ["send"]),
        ("tasks.add_task(Mail().se|nd, 1)", ["send"]),
        ("tasks.add_task(unknown.send|, 1)", []),
        ("tasks.add_task(Jo|b, 1)", ["Job"]),
        ("tasks.add_task('a'.up|per)", []),
        ("tasks.add_task(Orde|r, 1)", ["Order"]),
        ("tasks.add_task(lamb|da: 1)", []),
        ("later = lambda: 1; tasks.add_task(lat|er)", []),
        ("?|", []),
    ],
)
def test_the_function_at_the_cursor_is_found(call: str, names: list[str], tmp_path: Path) -> None:
    assert named(at_call(tmp_path, call)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def so|me(): ...", ["some"]),
        ("async  def so|me(): ...", ["some"]),
        ("class A:\n    def so|me(self): ...", ["some"]),
        ("class So|me: ...", ["Some"]),
        ("cl|ass Some: ...", []),
        ("de|f some(): ...", []),
        ("def some(): ..|.", []),
        ("def \\\n some(): ...\n|", []),
    ],
)
def test_so_is_the_function_that_is_defined_there(
    text: str, names: list[str], tmp_path: Path
) -> None:
    assert named(cursor_in(tmp_path, text)) == names


def test_incoming_calls_are_the_tasks_that_run_a_function(tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text(OTHER, "utf-8")
    cursor = at_call(tmp_path, "tasks.add_task(wri|te, 1); tasks.add_task(publish, 2)")
    found = in_hierarchy(cursor, Hierarchy.incoming)
    assert {
        (each.from_.name, each.from_.kind, each.from_.uri.rpartition("/")[2]): columns(
            each.from_ranges
        )
        for each in found
    } == {
        ("handler", SymbolKind.Function, "main.py"): [(10, 19)],
        ("other.py", SymbolKind.Module, "other.py"): [(2, 22), (4, 27)],
        ("do", SymbolKind.Method, "other.py"): [(6, 31)],
    }


@pytest.mark.parametrize("name", ["Job", "__init__", "Point"])
def test_so_are_those_that_make_objects_of_a_class(name: str, tmp_path: Path) -> None:
    definitions = "class Job:\n    def __init__(self, a): ...\nclass Point(NamedTuple): x: int\n"
    before, _, after = definitions.partition(name)
    text = "from typing import NamedTuple\nfrom starlette.background import BackgroundTask\n"
    used = "Point" if name == "Point" else "Job"
    cursor = cursor_in(tmp_path, f"{text}{before}|{name}{after}BackgroundTask({used}, 1)\n")
    (item,) = in_hierarchy(cursor, Hierarchy.items)
    assert item.kind == (SymbolKind.Method if name == "__init__" else SymbolKind.Class)
    (incoming,) = in_hierarchy(cursor, Hierarchy.incoming)
    assert (incoming.from_.name, columns(incoming.from_ranges)) == ("main.py", [(5, 15)])


def test_outgoing_calls_are_what_the_tasks_of_a_function_run(tmp_path: Path) -> None:
    calls = "tasks.add_task(write, 1); tasks.add_task(publish, 2); tasks.add_task(Point)"
    cursor = at_call(tmp_path, f"hand|ler; {calls}; tasks.add_task(write, 3)")
    found = in_hierarchy(cursor, Hierarchy.outgoing)
    assert {each.to.name: columns(each.from_ranges) for each in found} == {
        "write": [(10, 28), (10, 105)],
        "publish": [(10, 54)],
        "Point": [(10, 82)],
    }
    assert [(each.to.uri.rpartition("/")[2], each.to.detail) for each in found] == [
        ("work.py", "work.py")
    ] * 3


def test_the_tasks_of_a_module_are_its_own(tmp_path: Path) -> None:
    found = in_hierarchy(cursor_in(tmp_path, OTHER), Hierarchy.outgoing, is_module=True)
    assert [(each.to.name, columns(each.from_ranges)) for each in found] == [
        ("write", [(2, 22), (4, 27)])
    ]


def test_nothing_is_said_of_a_file_that_is_gone() -> None:
    assert in_hierarchy(None, Hierarchy.incoming) == []
