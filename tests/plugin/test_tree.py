"""What stands for the files around a module."""

from pathlib import Path

import pytest
from background_typed_check.facts.disk import Disk
from background_typed_mypy.tree import Depended

pytestmark = pytest.mark.once


def test_only_files_that_pass_something_to_depends_tell_what_is_passed(tmp_path: Path) -> None:
    files = {"app.py": "x = Depends(shop.login)", "other.py": "Depends()", "plain.py": "login"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    depended = Depended(str(tmp_path), Disk().read)
    assert depended.telling() == [str(tmp_path / "app.py")]
    assert depended.words == {b"shop", b"login"}
