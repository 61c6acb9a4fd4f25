"""A file as it is written."""

import ast

import pytest
from background_typed_check.facts.source import Source


def test_a_node_of_another_file_has_no_parent() -> None:
    with pytest.raises(KeyError):
        Source("app.py", b"a = b").parents[ast.Name("c", ast.Load())]
    assert Source("app.py", b"a = b").parents.find(ast.Name("c", ast.Load())) is None
