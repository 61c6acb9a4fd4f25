"""Which lines of a text that does not parse stand in the way of what surrounds them."""

import pytest
from background_typed_check.server.calls.mistakes import is_stray, margins_of, without_refused


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("del 1\nx()\n", ["pass\nx()\n"]),
        (4 * "del 1\n", ["pass\n", "pass\npass\n", "pass\npass\npass\n"]),
        ("x()\n", []),
        ("a\0\n", []),
    ],
)
def test_only_a_few_lines_that_python_refuses_are_left_out(text: str, expected: list[str]) -> None:
    whole = [f"{each}{text[len(each) + each.count('pass') :]}" for each in expected]
    assert [*without_refused(text, -1)] == whole
