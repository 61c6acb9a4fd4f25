"""Which lines of a text that does not parse stand in the way of what surrounds them."""

import pytest
from background_typed_check.server.calls.mistakes import is_stray, margins_of


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["def f():", "    a", "foo(", "    b"], True),
        (["def f():", "    a", "foo(", "b"], False),
        (["foo(", "    b"], False),
    ],
)
def test_a_line_further_out_is_stray_in_a_block_that_goes_on(
    lines: list[str], *, expected: bool
) -> None:
    number = lines.index("foo(")
    assert is_stray(number, lines, margins_of(lines), {number}) is expected
