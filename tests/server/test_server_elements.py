"""The signature of a method of what is taken out of a list or a dict, or is a member of an enum."""

from pathlib import Path
from typing import Final

import pytest
from background_typed_check.server.calls.signature_help import help_at
from marked import cursor_in

TEXT: Final = """\
import collections, enum, typing
from fastapi import BackgroundTasks
from work import Mail, rows
class Color(enum.Enum):
    RED = 1
    GREEN: int
    def tell(self, to): ...
class Base:
    def __init__(self, rows: list[Mail]): self.rows: "list[Mail]" = rows
class Service(Base):
    many = []
    def go(self, service: "Service", tasks: BackgroundTasks, mails: list[Mail],
           named: typing.Mapping[str, Mail], other: Other[Mail], bare: list, *all: list[Mail]):
        own: typing.Sequence[Mail] = mails; later: set[Mail]
        {call}
"""
SEND: Final = 'send(to: str, body: str = "")'


@pytest.mark.parametrize(
    ("call", "label"),
    [
        ("for each in mails: tasks.add_task(each.send, |)", SEND),
        ("for each in own: tasks.add_task(each.send, |)", SEND),
        ("for each in later: tasks.add_task(each.send, |)", SEND),
        ("for each in named.values(): tasks.add_task(each.send, |)", SEND),
        ("for key, each in named.items(): tasks.add_task(each.send, |)", SEND),
        ("for each in self.rows: tasks.add_task(each.send, |)", SEND),
        ("[tasks.add_task(each.send, |) for each in service.rows]", SEND),
        ("tasks.add_task(mails[0].send, |)", SEND),
        ("tasks.add_task(named['a'].send, |)", SEND),
        ("tasks.add_task(Color.RED.tell, |)", "tell(to)"),
        ("tasks.add_task(Color.GREEN.tell, |)", None),
        ("tasks.add_task(Color.BLUE.tell, |)", None),
        ("tasks.add_task(service.other.send, |)", None),
        ("tasks.add_task(mails[1:].send, |)", None),
        ("tasks.add_task(bare[0].send, |)", None),
        ("tasks.add_task(other[0].send, |)", None),
        ("tasks.add_task(all[0].send, |)", None),
        ("tasks.add_task(rows[0].send, |)", None),
        ("tasks.add_task(missing[0].send, |)", None),
        ("tasks.add_task(self.many[0].send, |)", None),
        ("tasks.add_task(mails.copy()[0].send, |)", None),
        ("for key, each in named.items(): tasks.add_task(key.send, |)", None),
        ("for key, each in mails: tasks.add_task(each.send, |)", None),
        ("for each in named: tasks.add_task(each.send, |)", None),
        ("for each in named.items(): tasks.add_task(each.send, |)", None),
        ("with mails as each: tasks.add_task(each.send, |)", None),
        ("each = 1\n        for each in mails: tasks.add_task(each.send, |)", None),
    ],
)
def test_the_annotation_says_what_an_element_is(
    call: str, label: str | None, tmp_path: Path
) -> None:
    found = help_at(cursor_in(tmp_path, TEXT.format(call=call)), has_offsets=True)
    assert [each.label for each in (found.signatures if found is not None else ())] == (
        [label] if label is not None else []
    )


def test_a_model_has_the_methods_that_pydantic_gives_it(tmp_path: Path) -> None:
    text = "from fastapi import BackgroundTasks\nfrom pydantic import BaseModel\n"
    text += "class Order(BaseModel):\n    name: str\n"
    text += "def handler(tasks: BackgroundTasks, order: Order):\n    tasks.add_task(order."
    found = help_at(cursor_in(tmp_path, f"{text}model_dump, |)"), has_offsets=True)
    assert found is not None
    assert found.signatures[0].label.startswith("model_dump(*, mode: ")
    assert help_at(cursor_in(tmp_path, f"{text}missing, |)"), has_offsets=True) is None
