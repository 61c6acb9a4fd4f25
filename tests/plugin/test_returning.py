"""Whether the text of one function shows that it may return."""

import pytest
from background_typed_check.facts.source import Source
from background_typed_mypy.returning import is_open
from mypy.nodes import Block, FuncDef

FILE = """\
def stored(number):
    text = '''
kept
'''
    return number

class Mailer:
    @classmethod
    async def sent(cls):
        if cls:
            return 1
        raise ValueError

    def refuse(self):
        raise ValueError

def last(): return refuse()
"""


@pytest.mark.parametrize(
    ("name", "line", "end", "expected"),
    [
        ("stored", 1, 5, True),
        ("sent", 9, 12, True),
        ("refuse", 14, 15, False),
        ("last", 17, 17, False),
        ("other", 1, 5, False),  # the file has changed
        ("stored", 1, 2, False),
        ("stored", 2, 2, False),
        ("stored", 40, 41, False),
        ("stored", -1, None, False),  # of mypy's cache
    ],
)
def test_a_function_returns_if_its_own_text_shows_it(
    name: str, line: int, end: int | None, *, expected: bool
) -> None:
    function = FuncDef(name, [], Block([]))
    function.line, function.end_line = line, end
    assert is_open(function, Source("app.py", FILE.encode())) is expected
