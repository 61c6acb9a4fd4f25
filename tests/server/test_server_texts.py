"""The texts of open documents: what Python reads of them, and what the editor has."""

import ast

import pytest
from background_typed_check.facts.source import Source
from background_typed_check.server.texts import data_of, text_of


@pytest.mark.parametrize("character", ["a", "é", "€", "🎉"])
@pytest.mark.parametrize(
    "start",
    [
        "",
        "# coding: utf-8\n",
        "# coding: latin-1\n",
        "# é\n# -*- coding: latin-1 -*- encoding=cp1252\n",
        "\n# vim: set fileencoding=cp437 :\n",
        "# coding: latin-1\nencoding=2;",
        "# coding: raw_unicode_escape\nx = '\\u0441'\n",
    ],
)
def test_what_python_reads_has_the_places_of_the_text(start: str, character: str) -> None:
    text = f"{start}x = '{character}'\n# coding: it stays\n"
    source = Source("a.py", data_of(text))
    tree = source.parsed
    assert isinstance(tree, ast.Module)
    last = tree.body[-1]
    assert isinstance(last, ast.Assign)
    assert source.read(source.place(last.value)) == f"'{character}'"
    assert [*map(len, source.lines)] == [*map(len, text.split("\n"))]
    assert text_of(source).replace("cod_ng", "coding") == text
    assert text_of(source).splitlines()[-2:] == text.splitlines()[-2:]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (data_of("# coding: ascii\n'é\ud800'"), "# coding: ascii\n'é\ud800'"),
        (data_of("# coding: rot13\nx"), "# coding: rot13\nx"),
        (b"# coding: utf-8\n'\xe9'", "# coding: utf-8\n'�'"),
    ],
)
def test_what_python_cannot_read_is_still_a_text(data: bytes, text: str) -> None:
    assert text_of(Source("a.py", data)) == text
