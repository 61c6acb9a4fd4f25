"""What the plugin tells the command is read back unchanged, and nothing else is mistaken for it."""

import itertools
import subprocess
import sys

import pytest
from background_typed_check.reasons import Reason, Why
from background_typed_mypy.wire import Kind, Span, Told, read, settled, write

CALLEES = [
    None,
    "send",
    "self.mail.send",
    "Mail(...).send",
    "<lambda>",
    "expression",
    "später",
    "\n",
]
REASONS = [None, Reason(Why.ANY), Reason(Why.PACKAGE, "a.b"), Reason(Why.ANY_RECEIVER, '"{[')]


@pytest.mark.parametrize(("callee", "reason"), list(itertools.product(CALLEES, REASONS)))
def test_a_note_is_read_as_it_was_written(callee: str | None, reason: Reason | None) -> None:
    told = Told(Kind.TASK, Span(16, 5, 118, 39), callee, reason)
    assert read(write(told)) == told
    assert "\n" not in write(told)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("why", Why)
def test_every_kind_and_reason_is_read(kind: Kind, why: Why) -> None:
    told = Told(kind, Span(1, 2, 3, 4), None, Reason(why))
    assert read(write(told)) == told


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (set(), Reason(Why.PACKAGE, "a")),
        ({"a"}, Reason(Why.PACKAGE, "a.b")),
        ({"a", "a.b"}, Reason(Why.PACKAGE, "c")),
        ({"a", "a.b", "c"}, Reason(Why.ANY)),
    ],
)
def test_the_outermost_package_that_mypy_did_not_read_is_named(
    known: set[str], reason: Reason
) -> None:
    assert settled(Reason(Why.PACKAGE, "a.b c"), known) == reason


def test_an_argument_from_modules_that_mypy_has_read_is_checked() -> None:
    assert settled(Reason(Why.ARGUMENT, "a.b"), {"a"}) == Reason(Why.ARGUMENT, "a.b")
    assert settled(Reason(Why.ARGUMENT, "a.b"), {"a", "a.b"}) is None


def test_what_a_module_of_the_user_does_not_have_is_named() -> None:
    reason = Reason(Why.PACKAGE, "a.b:c")
    assert settled(reason, {"a", "a.b"}, {"a.b"}) == Reason(Why.PACKAGE, "a.b.c")
    assert settled(reason, {"a", "a.b"}, {"a"}) == Reason(Why.ANY)
    assert settled(reason, {"a"}, {"a.b"}) == Reason(Why.PACKAGE, "a.b")


def test_other_reasons_name_no_package() -> None:
    assert settled(None, set()) is None
    assert settled(Reason(Why.ANY), set()) == Reason(Why.ANY)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        "{}",
        'Background task "f": checked',
        'The arguments of this task are not checked: "f" has type "Any"',
    ],
)
def test_other_messages_are_ignored(message: str) -> None:
    assert read(message) is None


def test_a_note_is_read_without_mypy() -> None:
    program = """
import sys
sys.modules["mypy"] = None
from background_typed_mypy.wire import read
text = '{"background": "task", "span": [1, 2, 3, 4], "callee": "f", "reason": ["ANY", ""]}'
print(read(text).reason.why)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout == "Why.ANY\n"
