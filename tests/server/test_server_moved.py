"""Where what mypy has said is shown, until it has read the text as it is now."""

import pytest
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding
from background_typed_check.rules.rule import Edit, Related
from background_typed_check.server.moved import moved

LINES = "abcdef"


def texts(lines: str) -> bytes:
    """Return a text whose lines have a letter each."""
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ("abcdef", [(2, 2), (3, 4), (6, None)]),
        ("xabcdef", [(3, 3), (4, 5), (7, None)]),
        ("abcxdef", [(2, 2), (7, None)]),
        ("acdef", [(2, 3), (5, None)]),
        ("abcdx", [(2, 2), (3, 4)]),
        ("aBcdef", [(3, 4), (6, None)]),
        ("abcDef", [(2, 2), (6, None)]),
        ("f", [(1, None)]),
        ("ab", [(2, 2)]),
        ("", []),
        ("abcdefabcdef", [(2, 2), (3, 4), (6, None)]),
    ],
)
def test_a_finding_stays_with_its_lines(lines: str, where: list[tuple[int, int | None]]) -> None:
    findings = [
        Finding(Place("a.py", line, 1, end_line, 2), "error", "arg-type", "Wrong")
        for line, end_line in ((2, 2), (3, 4), (6, None))
    ]
    found = moved(findings, texts(LINES), texts(lines))
    assert [(each.place.line, each.place.end_line) for each in found] == where


def test_what_has_other_places_waits_for_mypy() -> None:
    place = Place("a.py", 1, 1)
    edit = Edit(place, "", is_safe=True)
    findings = [
        Finding(place, "error", "call-arg", "Wrong", edits=(edit,)),
        Finding(place, "error", "call-arg", "Wrong", related=(Related(place, "here"),)),
    ]
    assert [*moved(findings, b"a\nb", b"a\nc")] == []
