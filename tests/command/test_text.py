"""What readers see of a finding: in `text` with its source, in `concise` in a line."""

import fcntl
import os
import pty
import struct
import sys
import termios
from pathlib import Path

import pytest
from background_typed_check.command.main import run
from background_typed_check.command.output.formats import FORMATS
from background_typed_check.command.output.paint import Paint, leave_plain
from background_typed_check.command.output.text import fixes
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding, Report
from background_typed_check.rules.rule import Edit, Related

SOURCE = """\
def create(user: User, tasks: BackgroundTasks) -> None:
    tasks.add_task(send_welcome, user.id)
    tasks.add_task(export_rows)
    tasks.add_task(
        resize, "300",
    )

    return None
"""
FIRST_LINE = Place("app.py", 2, 20, 2, 32)
IN_FRONT = Related(Place("app.py", 1, 12, 1, 16), "it comes from here")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test where there is an application."""
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(SOURCE)
    return tmp_path


def finding(
    place: Place = FIRST_LINE,
    *,
    notes: tuple[str, ...] = (),
    edits: tuple[Edit, ...] = (),
    related: tuple[Related, ...] = (),
    is_of_rule: bool = True,
) -> Finding:
    """Return a finding of a rule, or of mypy."""
    return Finding(
        place, "error", "some-code", "No", notes, None, edits, related, is_of_rule=is_of_rule
    )


def lines(*findings: Finding, form: str = "text", paint: Paint = leave_plain) -> list[str]:
    """Return the lines that a format prints."""
    return [*FORMATS[form].findings(Report(findings=[*findings]), paint)]


def excerpt(text: str, place: Place, encoding: str = "utf-8") -> list[str]:
    """Return what is shown of a file that a finding is about, without the bars around it."""
    Path("a.py").write_bytes(text.encode(encoding))
    headline, where, first, *shown, last, nothing = lines(finding(place))
    digits = len(where) - len(where.lstrip())
    assert (headline, nothing) == ("some-code No", "")
    assert where.lstrip() == f"--> a.py:{place.line}:{place.column}"
    assert first == last == f"{' ' * digits} |"
    return shown


def lines_on_terminal(told: Finding) -> list[str]:
    """Return the lines that are printed on a terminal of 40 columns."""
    far_end, near_end = pty.openpty()
    fcntl.ioctl(near_end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    with os.fdopen(near_end, "w") as stream, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        shown = lines(told)
    os.close(far_end)
    return shown


def mark(text: str, style: str) -> str:
    """Show which text has which style."""
    return f"<{style}>{text}</>"


def test_text_shows_a_finding_in_its_source() -> None:
    assert lines(finding(notes=("Yes",))) == [
        "some-code No",
        " --> app.py:2:20",
        "  |",
        "1 | def create(user: User, tasks: BackgroundTasks) -> None:",
        "2 |     tasks.add_task(send_welcome, user.id)",
        "  |                    ^^^^^^^^^^^^",
        "3 |     tasks.add_task(export_rows)",
        "  |",
        "help: Yes",
        "",
    ]


def test_text_has_an_empty_line_between_two_findings() -> None:
    assert lines(finding(), finding()) == lines(finding()) * 2
    assert lines(finding())[-1] == ""


def test_concise_has_a_line_for_each_finding() -> None:
    told = finding(notes=("Yes",), related=(IN_FRONT,))
    assert lines(told, told, form="concise") == ["app.py:2:20: some-code No"] * 2


@pytest.mark.parametrize("form", ["text", "concise"])
def test_nothing_is_printed_where_nothing_is_found(form: str) -> None:
    assert lines(form=form) == []


@pytest.mark.parametrize(("form", "start"), [("text", ""), ("concise", "app.py:2:20: ")])
@pytest.mark.parametrize("severity", ["error", "note"])
def test_what_has_no_code_is_named_by_its_severity(form: str, start: str, severity: str) -> None:
    [headline, *_] = lines(Finding(FIRST_LINE, severity, None, "No"), form=form)
    assert headline == f"{start}{severity}: No"


@pytest.mark.parametrize(("form", "start"), [("text", ""), ("concise", "app.py:2:20: ")])
def test_what_can_safely_be_corrected_has_a_star(form: str, start: str) -> None:
    safe, unsafe = (Edit(FIRST_LINE, "send", is_safe=each) for each in (True, False))
    shown = [
        lines(finding(edits=edits), form=form)[0]
        for edits in [(safe,), (safe, safe), (safe, unsafe), ()]
    ]
    starred = f"{start}some-code [*] No"
    assert shown == [starred, starred, f"{start}some-code No", f"{start}some-code No"]


def test_the_numbers_of_lines_end_in_one_column() -> None:
    assert excerpt("a\n" * 8 + "b\nc\nd\n", Place("a.py", 10, 1, 10, 2)) == [
        " 9 | b",
        "10 | c",
        "   | ^",
        "11 | d",
    ]


def test_empty_lines_around_a_place_are_left_out() -> None:
    assert excerpt("a\n  \nb\n\nc\n", Place("a.py", 3, 1, 3, 2)) == ["3 | b", "  | ^"]


@pytest.mark.parametrize(
    ("line", "place", "expected"),
    [
        pytest.param("add(a)", Place("a.py", 1, 5), ["add(a)", "    ^"], id="no end"),
        pytest.param("a\tb(c)", Place("a.py", 1, 3, 1, 4), ["a    b(c)", "     ^"], id="a tab"),
        pytest.param(
            "\t\tadd(a)", Place("a.py", 1, 7, 1, 8), ["        add(a)", "            ^"], id="tabs"
        ),
        pytest.param(
            "a\f\x1b[31m\x7f\x9bb",
            Place("a.py", 1, 9, 1, 10),
            ["a␌␛[31m␡\ufffdb", "        ^"],
            id="what would control the terminal",
        ),
        pytest.param(
            "f('日本', a\u0301, é)",
            Place("a.py", 1, 13, 1, 14),
            ["f('日本', a\u0301, é)", "             ^"],
            id="wide and combining characters before",
        ),
        pytest.param(
            "f('日本')",
            Place("a.py", 1, 3, 1, 7),
            ["f('日本')", "  ^^^^^^"],
            id="wide characters",
        ),
        pytest.param("\u0301", Place("a.py", 1, 1, 1, 2), ["\u0301", "^"], id="only combining"),
        pytest.param("f(a)", Place("a.py", 1, 9, 1, 12), ["f(a)", "    ^"], id="no such column"),
        pytest.param("f(a)", Place("a.py", 1, 0), ["f(a)", "^"], id="no column"),
    ],
)
def test_the_place_is_marked_under_its_line(line: str, place: Place, expected: list[str]) -> None:
    assert excerpt(line, place) == [f"1 | {expected[0]}", f"  | {expected[1]}"]


def test_the_source_is_read_in_its_encoding() -> None:
    shown = excerpt("# coding: latin-1\nf('é')", Place("a.py", 2, 3, 2, 6), "latin-1")
    assert shown[1:] == ["2 | f('é')", "  |   ^^^"]


@pytest.mark.parametrize(
    ("content", "shown"),
    [(b"# coding: no-such\n", "# coding: no-such"), (b"\xff\n", "\N{REPLACEMENT CHARACTER}")],
)
def test_what_has_no_known_encoding_is_shown_as_utf_8(content: bytes, shown: str) -> None:
    Path("a.py").write_bytes(content)
    assert lines(finding(Place("a.py", 1, 1)))[3] == f"1 | {shown}"


def test_what_cannot_be_read_has_no_excerpt() -> None:
    assert lines(finding(Place("a.py", 1, 1))) == ["some-code No", " --> a.py:1:1", ""]


@pytest.mark.parametrize("place", [Place("app.py", 9, 1), Place("app.py", 0, 0)])
def test_a_place_without_a_line_has_no_excerpt(place: Place) -> None:
    Path("app.py").write_text("f(a)\n" * 7)
    assert len(lines(finding(place))) == 3


def test_a_place_of_several_lines_has_a_bar_at_its_side() -> None:
    assert excerpt("a\nadd(\n    b,\n)\nc\n", Place("a.py", 2, 1, 4, 2)) == [
        "1 |   a",
        "2 | / add(",
        "3 | |     b,",
        "4 | | )",
        "  | |_^",
        "5 |   c",
    ]


def test_a_place_that_begins_inside_of_its_first_line_has_a_mark_there() -> None:
    assert excerpt("add(f,\n    日)\n", Place("a.py", 1, 5, 2, 6)) == [
        "1 |   add(f,",
        "  |  _____^",
        "2 | |     日)",
        "  | |______^",
    ]


def test_a_place_of_many_lines_is_shown_without_its_middle() -> None:
    text = "".join(f"line {number}\n" for number in range(1, 14))
    assert excerpt(text, Place("a.py", 2, 1, 12, 3)) == [
        " 1 |   line 1",
        " 2 | / line 2",
        " 3 | | line 3",
        " 4 | | line 4",
        " 5 | | line 5",
        " 6 | | line 6",
        "...  |",
        "11 | | line 11",
        "12 | | line 12",
        "   | |__^",
        "13 |   line 13",
    ]


def test_a_place_that_ends_after_the_file_is_shown_to_the_end_of_the_file() -> None:
    assert excerpt("f(\n  a", Place("a.py", 1, 1, 3, 2)) == ["1 | / f(", "2 | |   a", "  | |_^"]


def test_a_related_place_in_a_line_that_is_shown_is_marked_there() -> None:
    same_line = Related(Place("app.py", 2, 34, 2, 41), "it is read here")
    assert lines(finding(related=(IN_FRONT, same_line)))[3:] == [
        "1 | def create(user: User, tasks: BackgroundTasks) -> None:",
        "  |            ---- it comes from here",
        "2 |     tasks.add_task(send_welcome, user.id)",
        "  |                    ^^^^^^^^^^^^",
        "  |                                  ------- it is read here",
        "3 |     tasks.add_task(export_rows)",
        "  |",
        "",
    ]


def test_a_related_place_inside_of_several_lines_leaves_their_bar_as_it_is() -> None:
    inside = Related(Place("app.py", 5, 17, 5, 22), "a text")
    after = Related(Place("app.py", 6, 5, 6, 6), "the end")
    assert lines(finding(Place("app.py", 4, 5, 6, 6), related=(inside, after)))[4:] == [
        "4 | /     tasks.add_task(",
        '5 | |         resize, "300",',
        "  | |                 ----- a text",
        "6 | |     )",
        "  | |_____^",
        "  |       - the end",
        "  |",
        "",
    ]


def test_a_related_place_elsewhere_has_an_excerpt_of_its_own() -> None:
    Path("b.py").write_text("import a\n\nsend = a.send\n")
    far = Related(Place("app.py", 8, 5, 8, 16), "the handler returns here")
    other = Related(Place(str(Path("b.py").resolve()), 3, 8, 3, 14), "it is another function")
    assert lines(finding(related=(far, other), notes=("Yes",)))[6:] == [
        "3 |     tasks.add_task(export_rows)",
        "  |",
        "info: the handler returns here",
        " --> app.py:8:5",
        "  |",
        "8 |     return None",
        "  |     ^^^^^^^^^^^",
        "  |",
        "info: it is another function",
        " --> b.py:3:8",
        "  |",
        "3 | send = a.send",
        "  |        ^^^^^^",
        "  |",
        "help: Yes",
        "",
    ]


def test_a_related_place_outside_of_the_folder_keeps_its_path() -> None:
    outside = Related(Place("../b.py", 1, 1, 1, 2), "it is another function")
    assert lines(finding(related=(outside,)))[-2:] == [" --> ../b.py:1:1", ""]


def test_a_related_place_of_several_lines_has_an_excerpt_of_its_own() -> None:
    call = Related(Place("app.py", 3, 5, 4, 20), "two lines")
    assert "info: two lines" in lines(finding(related=(call,)))


def test_no_more_than_four_related_places_are_shown() -> None:
    shown = lines(finding(related=(IN_FRONT,) * 7))
    assert sum(IN_FRONT.what in each for each in shown) == 4
    assert shown[-2:] == ["info: and 3 more", ""]
    assert "info: and" not in "".join(lines(finding(related=(IN_FRONT,) * 4)))


def test_the_first_note_of_a_rule_is_help() -> None:
    assert lines(finding(notes=("Yes", "Sure")))[-3:] == ["help: Yes", "note: Sure", ""]


def test_the_notes_of_mypy_are_notes() -> None:
    told = finding(notes=("Yes", "Sure"), is_of_rule=False)
    assert lines(told)[-3:] == ["note: Yes", "note: Sure", ""]


def test_a_terminal_shows_of_a_long_line_what_is_around_the_place() -> None:
    Path("a.py").write_text(f"x = 1\ny = '{'a' * 5000}' + send + '{'b' * 5000}'\nz\n")
    assert lines_on_terminal(finding(Place("a.py", 2, 5010, 2, 5014)))[3:7] == [
        "1 | …",
        "2 | …aaaaaaaaaaa' + send + 'bbbbbbbbbbb…",
        "  |                 ^^^^",
        "3 | …",
    ]


def test_a_terminal_shows_the_beginning_of_a_long_line_if_the_place_is_there() -> None:
    Path("a.py").write_text(f"\ny = send + '{'b' * 5000}'\n")
    assert lines_on_terminal(finding(Place("a.py", 2, 5, 2, 9)))[3:5] == [
        "2 | y = send + 'bbbbbbbbbbbbbbbbbbbbbbb…",
        "  |     ^^^^",
    ]


def test_a_terminal_shows_the_beginning_of_a_long_place() -> None:
    Path("a.py").write_text(f"y = 'a' + '{'b' * 5000}'\n")
    assert lines_on_terminal(finding(Place("a.py", 1, 11, 1, 5013)))[3:5] == [
        "1 | …'" + "b" * 33 + "…",
        "  |  " + "^" * 35,
    ]


def test_no_part_of_a_wide_character_is_cut_off() -> None:
    Path("a.py").write_text(f"'{'日' * 50}',  send,  '{'本' * 50}'\n")
    assert lines_on_terminal(finding(Place("a.py", 1, 56, 1, 60)))[3:5] == [
        "1 | … 日日日日日',  send,  '本本本本本 …",
        "  |                 ^^^^",
    ]


def test_a_terminal_shows_related_places_out_of_sight_on_their_own() -> None:
    Path("a.py").write_text(f"y = send + '{'b' * 50}' + it\n")
    far = Related(Place("a.py", 1, 67, 1, 69), "far away")
    shown = lines_on_terminal(finding(Place("a.py", 1, 5, 1, 9), related=(far,)))
    assert shown[6:] == [
        "info: far away",
        " --> a.py:1:67",
        "  |",
        "1 | …bbbbbbbbbbbb' + it",
        "  |                  ^^",
        "  |",
        "",
    ]


def test_a_terminal_shows_the_ends_of_a_long_place_of_several_lines() -> None:
    Path("a.py").write_text(f"send('{'b' * 50}',\n     '{'c' * 50}')\n")
    assert lines_on_terminal(finding(Place("a.py", 1, 5, 2, 59)))[3:7] == [
        "1 |   …('" + "b" * 30 + "…",
        "  |  __^",
        "2 | | … '" + "c" * 30 + "…",
        "  | |__________________________________^",
    ]


def test_a_file_has_the_whole_of_a_long_line() -> None:
    long = f"y = '{'a' * 5000}'"
    assert excerpt(long, Place("a.py", 1, 1, 1, 2))[0] == f"1 | {long}"


def test_what_would_correct_a_finding_is_shown_below_its_help() -> None:
    edit = Edit(FIRST_LINE, "send", is_safe=True)
    assert lines(finding(notes=("Yes",), edits=(edit,)))[-8:] == [
        "help: Yes",
        "  |",
        "1 | def create(user: User, tasks: BackgroundTasks) -> None:",
        "  -     tasks.add_task(send_welcome, user.id)",
        "2 +     tasks.add_task(send, user.id)",
        "3 |     tasks.add_task(export_rows)",
        "  |",
        "",
    ]


def test_an_unsafe_correction_is_marked() -> None:
    safe, unsafe = (Edit(FIRST_LINE, "send", is_safe=each) for each in (True, False))
    warning = "note: This is an unsafe fix and may change runtime behavior"
    assert lines(finding(edits=(unsafe,)))[-2:] == [warning, ""]
    assert warning not in lines(finding(edits=(safe,)))
    assert warning not in lines(finding())


def test_corrected_lines_have_the_numbers_that_they_will_have() -> None:
    def deletion(line: int) -> Edit:
        return Edit(Place("a.py", line, 1, line + 1, 1), "", is_safe=True)

    Path("a.py").write_text("".join(f"{number}\n" for number in range(1, 14)))
    told = finding(Place("a.py", 1, 1), edits=(deletion(2), deletion(12)))
    assert lines(told)[7:] == [
        "   |",
        " 1 | 1",
        "   - 2",
        " 2 | 3",
        "...",
        "10 | 11",
        "   - 12",
        "11 | 13",
        "   |",
        "",
    ]


def test_empty_lines_around_a_correction_are_left_out() -> None:
    edit = Edit(Place("app.py", 8, 5, 8, 16), "return", is_safe=True)
    assert lines(finding(edits=(edit,)))[-5:] == [
        "  |",
        "  -     return None",
        "8 +     return",
        "  |",
        "",
    ]


def test_a_correction_of_another_file_names_it(folder: Path) -> None:
    (folder / "b.py").write_text("a = b\n")
    edit = Edit(Place(str(folder / "b.py"), 1, 5, 1, 6), "c", is_safe=True)
    assert lines(finding(edits=(edit,)))[-6:] == [
        " --> b.py",
        "  |",
        "  - a = b",
        "1 + a = c",
        "  |",
        "",
    ]


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(
            Edit(Place("a.py", 2, 1, 2, 2), "日", is_safe=False), id="not in its encoding"
        ),
        pytest.param(Edit(Place("a.py", 2, 1, 2, 2), "f", is_safe=False), id="the same"),
        pytest.param(Edit(Place("b.py", 2, 1, 2, 2), "f", is_safe=False), id="no such file"),
    ],
)
def test_what_cannot_be_corrected_is_not_shown(edit: Edit) -> None:
    Path("a.py").write_text("# coding: latin-1\nf('é')\n", encoding="latin-1")
    place = Place("a.py", 1, 1)
    assert lines(finding(place, edits=(edit,))) == lines(finding(place))


def test_a_terminal_shows_of_a_long_line_what_a_correction_changes() -> None:
    Path("a.py").write_text(f"x = '{'a' * 5000}', send, '{'b' * 5000}'\n")
    place = Place("a.py", 1, 5009, 1, 5013)
    edit = Edit(place, "call", is_safe=True)
    assert lines_on_terminal(finding(place, edits=(edit,)))[-5:] == [
        "  |",
        "  - …aaaaaaaaaaaaa', send, 'bbbbbbbbbbb…",
        "1 + …aaaaaaaaaaaaa', call, 'bbbbbbbbbbb…",
        "  |",
        "",
    ]


def test_a_correction_is_coloured() -> None:
    edit = Edit(FIRST_LINE, "send", is_safe=True)
    assert lines(finding(edits=(edit,)), paint=mark)[-6:] == [
        "<bold blue>1</> <bold blue>|</> def create(user: User, tasks: BackgroundTasks) -> None:",
        "<bold blue> </> <red>-</> <red>    tasks.add_task(send_welcome, user.id)</>",
        "<bold blue>2</> <green>+</> <green>    tasks.add_task(send, user.id)</>",
        "<bold blue>3</> <bold blue>|</>     tasks.add_task(export_rows)",
        "<bold blue>  |</>",
        "",
    ]


@pytest.mark.parametrize(
    ("safe", "unsafe", "expected"),
    [
        (0, 0, []),
        (2, 0, ['[*] 2 fixable with "--fix".']),
        (
            1,
            1,
            [
                '[*] 1 fixable with "--fix" (1 unsafe fix available with "--fix --unsafe-fixes").',
            ],
        ),
        (0, 2, ['2 unsafe fixes available with "--fix --unsafe-fixes".']),
    ],
)
def test_the_last_line_says_how_much_can_be_corrected(
    safe: int, unsafe: int, expected: list[str]
) -> None:
    safely, unsafely = (
        finding(edits=(Edit(FIRST_LINE, "send", is_safe=each),)) for each in (True, False)
    )
    report = Report(findings=[finding(), *[safely] * safe, *[unsafely] * unsafe])
    assert [*fixes(report, leave_plain)] == expected


def test_the_star_of_the_last_line_is_coloured() -> None:
    told = finding(edits=(Edit(FIRST_LINE, "send", is_safe=True),))
    assert [*fixes(Report(findings=[told]), mark)] == ['[<cyan>*</>] 1 fixable with "--fix".']


LATE = """from fastapi import BackgroundTasks
def handle(tasks: BackgroundTasks) -> None:
    for number in range(3):
        tasks.add_task(lambda: print(number))
"""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], '(arguments not checked: --no-types)\n[*] 1 fixable with "--fix".\n'),
        (["--quiet"], "  |\n\n"),
        (["--list"], "4:9: <lambda>: not checked (--no-types)\n"),
    ],
)
def test_what_can_be_corrected_is_said_after_the_summary(
    options: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("app.py").write_text(LATE)
    run(["--no-types", *options, "app.py"])
    assert capsys.readouterr().out.endswith(expected)


def test_code_place_and_hints_are_coloured() -> None:
    edit = Edit(FIRST_LINE, "send", is_safe=True)
    far = Related(Place("app.py", 8, 5, 8, 11), "far")
    told = finding(notes=("Yes", "Sure"), edits=(edit,), related=(IN_FRONT, far))
    shown = lines(told, paint=mark)
    assert shown[:8] == [
        "<bold red>some-code</> [<cyan>*</>] <bold>No</>",
        "<bold blue> --></> app.py:2:20",
        "<bold blue>  |</>",
        "<bold blue>1 |</> def create(user: User, tasks: BackgroundTasks) -> None:",
        "<bold blue>  |</>            <bold blue>----</> <bold blue>it comes from here</>",
        "<bold blue>2 |</>     tasks.add_task(send_welcome, user.id)",
        "<bold blue>  |</>                    <bold red>^^^^^^^^^^^^</>",
        "<bold blue>3 |</>     tasks.add_task(export_rows)",
    ]
    assert "<bold blue>info</>: far" in shown
    assert "<bold blue>  |</>     <bold blue>^^^^^^</>" in shown
    assert "<bold cyan>help</>: Yes" in shown
    assert "<bold blue>note</>: Sure" in shown


def test_the_bar_of_several_lines_is_coloured() -> None:
    assert lines(finding(Place("app.py", 4, 5, 6, 6)), paint=mark)[4:8] == [
        "<bold blue>4 |</> <bold red>/</>     tasks.add_task(",
        '<bold blue>5 |</> <bold red>|</>         resize, "300",',
        "<bold blue>6 |</> <bold red>|</>     )",
        "<bold blue>  |</> <bold red>|_____^</>",
    ]


def test_a_note_is_blue() -> None:
    shown = lines(Finding(FIRST_LINE, "note", None, "So it is"), paint=mark)
    assert shown[0] == "<bold blue>note</>: <bold>So it is</>"
    assert shown[5] == "<bold blue>  |</>                    <bold blue>^^^^^^^^^^^^</>"


def test_the_code_in_a_line_is_coloured() -> None:
    assert lines(finding(), form="concise", paint=mark) == [
        "app.py:2:20: <bold red>some-code</> No"
    ]
