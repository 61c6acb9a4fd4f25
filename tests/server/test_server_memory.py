"""What the server keeps of the files that it reads."""

import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest
from background_typed_check.server.folders import Folders
from background_typed_check.server.texts import Document
from small_project import GOOD, SPLIT, codes_in, written


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Free only what nothing refers to."""
    gc.disable()
    yield
    gc.enable()


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


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("text", [SPLIT, f"{SPLIT}def unfinished("])
def test_what_is_forgotten_is_freed_at_once(tmp_path: Path, text: str) -> None:
    app, work = written(tmp_path, app=text, work="def rows(name): yield name\n")
    folders = Folders(print)
    folders.enter([str(tmp_path)])

    def check(text: str) -> None:
        """Check the application with a text."""
        document = Document(app.as_uri(), str(app), 1, text.encode())
        folders.check(document, {document.path: document.data})

    check(SPLIT)
    known = folders.kept.known
    of_work = ref(known[str(work)][1])
    check(text)
    of_app = ref(known[str(app)][1])
    check(f"{SPLIT}pass")
    assert of_app() is None
    for _ in range(2):
        folders.renew()
        check(GOOD)
    known.clear()
    assert of_work() is None
