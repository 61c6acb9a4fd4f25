"""What becomes of the statements of a file that the cursor is not in, where one is mended."""

import pytest
from background_typed_check.server.calls.elsewhere import calmed

NEAR = "def near():\n    here(1"
NEWLINE = "\n"
OTHER = 'def other(\n    x: int = 1,  # one\n) -> None:\n    """Do it."""\n    send(x)\n'
SHORT = "def other(\n    x: int = 1,  # one\n) -> None: pass\n\n\n"


def around(before: str, after: str = "", *, is_alone: bool = True) -> tuple[str, str]:
    """Return what becomes of what stands around a function that is being written."""
    text = f"{before}{NEAR}\n{after}"
    calm = calmed(text, text.index(NEAR) + len("def near():\n"), is_alone=is_alone)
    assert calm.count("\n") == text.count("\n")
    found, _, rest = calm.partition(f"{NEAR}\n")
    return found, rest


@pytest.mark.parametrize(
    ("statement", "short"),
    [
        (OTHER, SHORT),
        (OTHER.replace("\n", "\r\n"), SHORT.replace("\n", "\r\n")),
        (
            f"@app.get(\n    '/'\n)\n@mark\nasync {OTHER}",
            f"@app.get(\n    '/'\n)\n@mark\nasync {SHORT}",
        ),
        (
            'def other():\n    x = """\ndef inner():\n    pass\n"""\n',
            f"def other(): pass{5 * NEWLINE}",
        ),
        ("def other():  # all\n    return 1 +\n", "def other(): pass\n\n"),
    ],
)
def test_functions_that_nobody_mentions_lose_their_bodies(statement: str, short: str) -> None:
    assert around("", f"import a\n{statement}\nx = 1\n") == ("", f"import a\n{short}\nx = 1\n")
    assert around("", statement, is_alone=False)[1] != short


@pytest.mark.parametrize(
    "statement",
    [
        f"{OTHER}later = other\n",
        OTHER.replace("send(x)", "global mail\n    mail = x"),
        "def other(): return 1\n",
        "class A:\n    def other(self):\n        return 1\n",
        "def other(x=lambda:\n          1):\n    return 1\n",
        "if a:\n    b = 1\nelse:\n    b = 2\n",
        "try:\n    b = 1\nexcept A:\n    b = 2\nfinally:\n    b = 3\n",
        "x = a + \\\nb\n",
        "x = f(a\nif b else c)\n",
        "x = [\na,\nb,\n]\n",
    ],
)
def test_all_else_that_can_be_parsed_stays(statement: str) -> None:
    assert around(statement) == (statement, "")
    assert around("", statement) == ("", statement)


@pytest.mark.parametrize(
    ("statement", "mended"),
    [
        (
            "class A:\n    def f(self:\n        pass\n    x = 1\n",
            "class A:\n    if 1:\n        pass\n    x = 1\n",
        ),
        (
            "def other():\n    x = = 1\n    y = 2\nlater = other\n",
            "def other():\n    pass\n    y = 2\nlater = other\n",
        ),
        ("import\nfrom a import b\n", "pass\nfrom a import b\n"),
        (
            "def other():\n    x = 1\n      y = 2\nlater = other\n",
            "def other():\n    x = 1\n\nlater = other\n",
        ),
        ("del 1\nx = 1\n", "del 1\nx = 1\n"),
    ],
)
@pytest.mark.parametrize("is_alone", [True, False])
def test_each_is_mended_alone(statement: str, mended: str, *, is_alone: bool) -> None:
    assert around("", statement, is_alone=is_alone) == ("", mended)


def test_what_stands_in_its_margin_may_split_a_definition() -> None:
    text = f"def above():\n    x = 1\nimport\n{NEAR}\n"
    assert calmed(text, len(text) - 1, is_alone=True) == text
