"""Where findings stand in the editor."""

import pytest
from background_typed_check.facts.source import Place
from background_typed_check.server.diagnostics import whole


@pytest.mark.parametrize(
    ("place", "line", "end"),
    [
        (Place("app.py", 1, 3), 1, (3, 6)),
        (Place("app.py", 1, 9), 1, (5, 6)),
        (Place("app.py", 2, 4), 2, (1, 1)),
        (Place("app.py", 3, 1), 3, (1, None)),
        (Place("app.py", 1, 2, 1, 4), 1, (2, 4)),
    ],
)
def test_a_place_without_an_end_goes_to_the_end_of_its_line(
    place: Place, line: int, end: tuple[int, int | None]
) -> None:
    found = whole(place, ["a = 1", ""])
    assert (found.line, (found.column, found.end_column)) == (line, end)
