"""What the server keeps of the files that it reads."""

from pathlib import Path

from background_typed_check.server.folders import Folders
from background_typed_check.server.texts import Document
from small_project import GOOD, SPLIT, codes_in, written


def test_a_file_that_nothing_asks_for_any_more_is_forgotten(tmp_path: Path) -> None:
    app, work = written(tmp_path, app=SPLIT, work="def rows(name): yield name\n")
    folders = Folders(print)
    folders.enter([str(tmp_path)])

    def check(text: str) -> list[str | None]:
        """Check the application with a text."""
        document = Document(app.as_uri(), str(app), 1, text.encode())
        return codes_in(folders.check(document, {document.path: document.data}))

    assert check(SPLIT)
    source = folders.kept.known[str(work)]
    folders.renew()
    folders.renew()  # nothing was checked since: nothing is forgotten
    assert check(SPLIT)
    assert folders.kept.known[str(work)] is source

    for _ in range(2):
        folders.renew()
        assert check(GOOD) == []
    assert str(work) not in {**folders.kept.known, **folders.kept.old}

    folders.forget()
    assert not folders.kept.known
    assert check(SPLIT)
