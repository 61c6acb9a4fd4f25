"""Which comments ignore a finding, as the tools that they are for have it."""

import pytest
from background_typed_check.comments import MYPY
from background_typed_check.facts.source import Place, Source
from background_typed_check.ignores import ignoring

DROPPED = "background-dropped"


def tools(
    text: str,
    code: str = DROPPED,
    place: tuple[int, int] = (1, 1),
    around: tuple[int, int] | None = None,
) -> list[str]:
    """Return whose comments ignore a code between two lines of a text, in a call between two."""
    spans = [Place("api.py", begin, 1, end, 2) for begin, end in (place, around or place)]
    found = ignoring(code, spans[0], Source("api.py", text.encode()), spans[1])
    return [each.tool for each in found]


@pytest.mark.parametrize(
    ("comment", "tool"),
    [
        ("# type: ignore", MYPY),
        ("#type:ignore[background-dropped]", MYPY),
        ("# type: ignore [arg-type, background-dropped] # why", MYPY),
        ("# type: ignore[background-dropped] why", "type"),
        ("# why # type: ignore[background-dropped]", "type"),
        ("# pyright: ignore", "pyright"),
        ("# ty: ignore because", "ty"),
        ("# pyrefly:ignore[x,background-dropped]", "pyrefly"),
        ("# background-typed: ignore", "background-typed"),
        ("# background-typed: ignore[background-dropped]", "background-typed"),
        ("# noqa", "noqa"),
        ("#NoQA", "noqa"),
        ("# noqa because", "noqa"),
        ("# why # noqa", "noqa"),
        ("# noqa: background-dropped", "noqa"),
        ("# noqa:E501,background-dropped", "noqa"),
        ("# noqa : E501 background-dropped because", "noqa"),
    ],
)
def test_a_comment_ignores(comment: str, tool: str) -> None:
    assert tools(f"call()  {comment}") == [tool]


@pytest.mark.parametrize(
    "comment",
    [
        "# type: ignores",
        "# type: ignore[]",
        "# type: ignore[background-dropped",
        "# type: ignore-errors",
        "# pyright: ignore[reportCallIssue]",
        "# why pyright: ignore",
        "# ty: ignore [",
        "# mypy: ignore",
        "# noqa: E501",
        "# noqa:",
        "# noqa : why",
        "# noqa: why background-dropped",
        "# noqa: background-dropped-too",
        "# noqa.",
        "# some noqa",
        "# noqaed",
        "# ruff: noqa",
        "# background-typed: ignore-file",
        "# pyrefly: ignore-errors",
        "# ty: ignore-file",
    ],
)
def test_a_comment_does_not_ignore(comment: str) -> None:
    assert tools(f"call()  {comment}") == []


@pytest.mark.parametrize(
    ("code", "tool", "name"),
    [
        ("arg-type", "ty", "invalid-argument-type"),
        ("call-arg", "ty", "missing-argument"),
        ("union-attr", "ty", "missing-union-attribute"),
        ("attr-defined", "ty", "unresolved-attribute"),
        ("misc", "pyrefly", "bad-keyword-argument"),
        ("operator", "pyrefly", "not-callable"),
        ("name-defined", "pyright", "reportUndefinedVariable"),
        ("arg-type", "background-typed", "arg-type"),
    ],
)
def test_a_tool_has_its_own_names_for_mypys_codes(code: str, tool: str, name: str) -> None:
    text = f"call()  # {tool}: ignore[{name}]"
    assert tools(text, code) == [tool]
    assert tools(text, "list-item") == []


def test_several_comments_ignore_the_same() -> None:
    line = "call()  # type: ignore[background-dropped]  # noqa  # ty: ignore  # pyright: ignore[x]"
    assert tools(line) == [MYPY, "ty", "noqa"]


def test_a_finding_without_a_code_needs_a_comment_without_codes() -> None:
    assert tools("call()  # type: ignore[x]", code="") == []
    assert tools("call()  # type: ignore", code="") == [MYPY]


CALL = """\
x = 1
call(  {0}
    run,  {1}
    2
)  {2}
x = 2
"""


@pytest.mark.parametrize("line", range(3))
@pytest.mark.parametrize(
    ("comment", "lines"),
    [
        # mypy itself does not look around what it reports.
        ("# type: ignore[background-dropped]", {1}),
        # The names that tools have for their own findings are about their own places.
        ("# pyright: ignore", {1}),
        ("# noqa", {1}),
        ("# pyright: ignore[background-dropped]", {0, 1, 2}),
        ("# noqa: background-dropped", {0, 1, 2}),
        ("# background-typed: ignore", {0, 1, 2}),
    ],
)
def test_our_codes_may_stand_on_any_line_of_the_call(
    comment: str, lines: set[int], line: int
) -> None:
    text = CALL.format(*(comment if each == line else "" for each in range(3)))
    assert bool(tools(text, place=(3, 3), around=(2, 5))) == (line in lines)


@pytest.mark.parametrize(
    ("comment", "does"),
    [
        ("# ty: ignore", True),
        ("# pyrefly: ignore[background-dropped]", True),
        ("# background-typed: ignore", True),
        ("# type: ignore", False),
        ("# pyright: ignore", False),
        ("# noqa", False),
    ],
)
def test_a_comment_may_stand_above(comment: str, does: bool) -> None:  # noqa: FBT001
    assert bool(tools(f"x = 1\n{comment}\n\n  # other\ncall()\n", place=(5, 5))) == does
    assert tools(f"x = 1  {comment}\ncall()\n", place=(2, 2)) == []
    assert tools(f"x = 1\n{comment}\ny = 2\ncall()\n", place=(4, 4)) == []


def test_a_comment_at_the_end_is_about_nothing() -> None:
    assert tools("call()\n# background-typed: ignore") == []


@pytest.mark.parametrize(
    "head",
    [
        "# background-typed: ignore-file\n",
        "# background-typed: ignore-file[background-dropped]\n",
        "# ruff: noqa\n",
        "# flake8: noqa\n",
        "# ruff: noqa: background-dropped\n",
        "x = 1\n# flake8:noqa:E501,background-dropped\n",
        "# ty: ignore\n",
        "#!python\n# ty: ignore[background-dropped]\n",
        "# pyrefly: ignore\n\n",
        "# pyrefly: ignore-errors\n",
        '"""What it is."""\n# pyrefly: ignore-errors[background-dropped]\n',
    ],
)
def test_a_comment_is_about_the_whole_file(head: str) -> None:
    assert tools(f"{head}x = 1\ncall()\n", place=(9, 9)) != []


@pytest.mark.parametrize(
    "head",
    [
        "x = 1  # background-typed: ignore-file\n",
        "# background-typed: ignore-file[background-late]\n",
        "# background-typed: ignore\n",
        "x = 1  # ruff: noqa\n",
        "# ruff: noqa: E501\n",
        "# noqa\n",
        '"""What it is."""\n# ty: ignore\n',
        "# pyrefly: ignore\n",
        "# pyrefly: ignore[background-dropped]\n\n",
        "x = 1\n# pyrefly: ignore-errors\n",
        "# pyright: ignore\n",
        "# pyright: ignore-errors\n",
    ],
)
def test_a_comment_is_not_about_the_whole_file(head: str) -> None:
    assert tools(f"{head}x = 1\ncall()\n", place=(9, 9)) == []


def test_a_string_is_no_comment() -> None:
    assert tools('call("# noqa")') == []
