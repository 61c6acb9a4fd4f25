"""Collections that an object holds which a dependency makes, and what may be done with them."""

from pathlib import Path
from typing import Final

import pytest
from asking import written
from background_typed_check.facts.ending import others_with
from background_typed_check.facts.handlers import is_injected
from background_typed_check.facts.held import uses_of
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.rules import problems_of

HEAD: Final = """
from typing import Annotated
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
import other
app = FastAPI()
"""
MAIL: Final = """
class Mail:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks
def make(tasks: BackgroundTasks) -> Mail:
    return Mail(tasks)
def make_of_all(tasks: BackgroundTasks) -> Mail:
    return Mail(*[tasks])
"""
ASKING: Final = "def handler(mail: Mail = Depends()): mail.tasks.add_task(print)\n"
ADDING: Final = ": mail.tasks.add_task(print)\n"

HELD: Final = {
    "by a class": MAIL + ASKING,
    "by the name of the class": f"{MAIL}def handler(mail: Annotated[Mail, Depends(Mail)]){ADDING}",
    "by a function": f"{MAIL}def handler(mail: Mail = Depends(make)){ADDING}",
    "set on something else": f"{MAIL}{ASKING}class Other: ...\none = Other()\none.tasks = 1\n",
}
NOT_HELD: Final = {
    "an attribute of self": "class C(Mail):\n    def run(self):\n        tasks = self.tasks\n"
    "        tasks.add_task(print)\n",
    "made at once": "def handler(given): Mail(given).tasks.add_task(print)\n",
    "made in the function": "def handler(given):\n    mail = Mail(given)\n"
    "    mail.tasks.add_task(print)\n",
    "without a dependency": f"def handler(mail: Mail){ADDING}",
    "of an unknown dependency": f"def handler(mail: Mail = Depends(other.make)){ADDING}",
    "made of star-arguments": f"def handler(mail: Mail = Depends(make_of_all)){ADDING}",
    "in a union": f"def handler(mail: Annotated[Mail, Depends()] | None){ADDING}",
    "set on something unknown": f"{ASKING}(other or app).tasks = 1\n",
    "set on something unknown elsewhere": f"{ASKING}--- b.py\nimport app\n"
    "(app.one or app.other).tasks = 1\n",
    "set by any name": f"{ASKING}setattr(other, other.name, 1)\n",
}
UNCLEAR: Final = {
    "a decorated __init__": MAIL.replace("    def", "    @other.decorator\n    def", 1) + ASKING,
    "one of two": MAIL.replace("= tasks\n", "= tasks or BackgroundTasks()\n") + ASKING,
}


def names_of(program: str, folder: Path) -> list[str]:
    """Return the names of what the tasks of a program are added to, without those of `self`."""
    facts, source = written(HEAD + program, folder)
    facts.all_files = Source("all", b"")
    found = [uses_of(each, facts) for each in find_tasks(source, facts)]
    return [each.name for each in found if each is not None]


@pytest.mark.parametrize("program", HELD.values(), ids=HELD)
def test_an_object_holds_the_collection(program: str, tmp_path: Path) -> None:
    assert names_of(program, tmp_path) == ["mail.tasks"]


@pytest.mark.parametrize("program", [*NOT_HELD.values(), *UNCLEAR.values()])
def test_an_object_may_hold_another_collection(program: str, tmp_path: Path) -> None:
    whole = program if program in UNCLEAR.values() else MAIL + program
    assert "mail.tasks" not in names_of(whole, tmp_path)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", 0),
        ("def count(mail: Mail): return len(mail.tasks.tasks)\n", 0),
        ("def run(mail: Mail): mail.tasks.tasks.pop()()\n", 1),
        ("def read(mail: Mail, name: str): return getattr(mail, name)\n", 1),
        ("--- b.py\nfrom app import Mail\ndef run(mail: Mail): return mail.tasks\n", 1),
    ],
)
def test_what_reads_the_attribute_may_run_the_tasks(
    more: str, expected: int, tmp_path: Path
) -> None:
    facts, source = written(HEAD + MAIL + ASKING + more, tmp_path)
    task = next(find_tasks(source, facts))
    uses = uses_of(task, facts)
    assert uses is not None
    assert is_injected(uses, facts)
    assert len(others_with(task, uses, facts)) == expected


OWN: Final = f"def own() -> Mail: return Mail(BackgroundTasks())\n@app.get('/')\n{ASKING}".replace(
    "Depends()", "Depends(own)"
)


@pytest.mark.parametrize(("more", "expected"), [("", 1), ("handler(other.mail)\n", 0)])
def test_a_collection_that_a_dependency_makes_is_dropped_in_a_handler(
    more: str, expected: int, tmp_path: Path
) -> None:
    facts, source = written(HEAD + MAIL + OWN + more, tmp_path)
    (task,) = find_tasks(source, facts)
    assert len([*problems_of(task, facts)]) == expected
