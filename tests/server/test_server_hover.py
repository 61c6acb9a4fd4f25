"""What the editor shows of a task that the user points at."""

from pathlib import Path

import pytest
from background_typed_check.facts.source import Place
from background_typed_check.report import Finding
from background_typed_check.server.calls.hover import hover_at
from lsprotocol.types import MarkupContent, MarkupKind, Position
from marked import at_call, cursor_in

IN_THREAD = "Starlette calls it in a worker thread, after the response."
ON_LOOP = "Starlette awaits it on the event loop, after the response."
WRITE = 'def write(name: str, text: str = "a", *, times: int = 1) -> None'


def parts(folder: Path, call: str, *findings: Finding) -> list[str]:
    """Return what is shown as plain text, in parts."""
    found = hover_at(at_call(folder, call), findings, has_markdown=False)
    if found is None:
        return []
    assert isinstance(found.contents, MarkupContent)
    assert found.contents.kind == MarkupKind.PlainText
    return found.contents.value.split("\n\n")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            "tasks.add_t|ask(write, 'a', times=2)",
            ["write('a', times=2)", WRITE, "Write it.", IN_THREAD],
        ),
        ("tasks.add_task(wr|ite, 'a')", ["write('a')", WRITE, "Write it.", IN_THREAD]),
        ("tasks.add_task(wr|ite, 'a'", ["write('a')", WRITE, "Write it.", IN_THREAD]),
        ("Background|Task(write, 'a')", ["write('a')", WRITE, "Write it.", IN_THREAD]),
        (
            "tasks.add_task(mail.se|nd, 1)",
            ["mail.send(1)", 'def send(to: str, body: str = "")', IN_THREAD],
        ),
        (
            "tasks.add_task(Jo|b, 1)",
            ["Job(1)", "class Job(name: str, *, times: int = 1)", "A job.", IN_THREAD],
        ),
        (
            "tasks.add_task(publi|sh, 1)",
            [
                "publish(1)",
                "async def publish(name: str, *names: str, **more: int) -> None",
                ON_LOOP,
            ],
        ),
        (
            "tasks.add_ta|sk(partial(publish, 1), 2)",
            ["publish(1, 2)", "async def publish(*names: str, **more: int) -> None", ON_LOOP],
        ),
        ("tasks.add_ta|sk(lambda: write(1))", ["write(1)", IN_THREAD]),
        ("tasks.add_ta|sk(lambda a: write(a), 1)", ["(lambda a: write(a))(1)", IN_THREAD]),
        ("tasks.add_task(lambda a: wri|te(a), 1)", ["(lambda a: write(a))(1)", IN_THREAD]),
        ("later = lambda a: write(a); tasks.add_ta|sk(later, 1)", ["later(1)", IN_THREAD]),
        ("tasks.add_ta|sk(run_in_threadpool, write, 1)", ["write(1)", WRITE, "Write it."]),
        ("tasks.add_ta|sk(write if unknown else publish, 1)", ["write(1)", WRITE, "Write it."]),
        ("tasks.add_task(lambda: wri|te(1))", ["write(1)", IN_THREAD]),
        ("tasks.add_task(run_in_threadpool, wri|te, 1)", ["write(1)", WRITE, "Write it."]),
        (
            "tasks.add_task(par|tial(publish, name=1), a=2)",
            [
                "publish(name=1, a=2)",
                "async def publish(**more: int) -> None",
                ON_LOOP,
            ],
        ),
        (
            "tasks.add_task(work.part|ial(mail.send), body=1)",
            ["mail.send(body=1)", 'def send(to: str, body: str = "")', IN_THREAD],
        ),
        (
            "tasks.add_task(partial(mail.se|nd, body='b'), 'a')",
            ["mail.send('a', body='b')", "def send(to: str)", IN_THREAD],
        ),
        (
            "tasks.add_ta|sk(partial(publish, 1,\n        a={\n}))",
            ["publish(...)", "async def publish(*names: str, **more: int) -> None", ON_LOOP],
        ),
        ("tasks.add_task(unkn|own(write), 1)", []),
        ("later = partial(wri|te); tasks.add_task(later, 1)", []),
        ("tasks.add_ta|sk(unknown, 1)", ["unknown(1)"]),
        ("tasks.add_ta|sk(*unknown)", []),
        ("tasks.add_ta|sk()", []),
        (
            "tasks.add_task(lo|ad, 1)",
            [
                "load(1)",
                "def load(path: str) -> None\ndef load(path: str, size: int) -> None",
                IN_THREAD,
            ],
        ),
        ("tasks.add_task(write, 'a|')", []),
        ("ta|sks.add_task(write, 'a')", []),
        ("part|ial(write, 'a')", []),
        ("unknown.add_ta|sk(write)", []),
    ],
)
def test_a_task_is_shown_as_the_call_it_stands_for(
    call: str, expected: list[str], tmp_path: Path
) -> None:
    assert parts(tmp_path, call) == expected


@pytest.mark.parametrize(
    ("function", "how"),
    [
        ("time.sleep", IN_THREAD),
        ("shutil.rmtree", IN_THREAD),
        ("shutil.copy", IN_THREAD),
        ("asyncio.run", IN_THREAD),
        ("print", IN_THREAD),
        ("open", IN_THREAD),
        ("[].sort", IN_THREAD),
        ("asyncio.sleep", ON_LOOP),
        ("asyncio.wait_for", ON_LOOP),
    ],
)
def test_how_a_function_of_pythons_library_runs_is_shown(
    function: str, how: str, tmp_path: Path
) -> None:
    assert parts(tmp_path, f"tasks.add_ta|sk({function}, 1)")[-1] == how


def test_what_is_wrong_with_the_task_is_shown(tmp_path: Path) -> None:
    place = Place("main.py", 11, 20, 11, 25)
    inside = Finding(place, "error", "background-never-runs", "It never runs")
    findings = (inside, Finding(place._replace(line=12), "error", "background-dropped", "No"))
    shown = parts(tmp_path, "tasks.add_t|ask(write, 'a')", *findings)
    assert shown[-1] == "background-never-runs: It never runs"


def test_code_is_marked_where_the_client_shows_markdown(tmp_path: Path) -> None:
    found = hover_at(at_call(tmp_path, "tasks.add_t|ask(Plain)"), [], has_markdown=True)
    assert found is not None
    assert found.contents == MarkupContent(MarkupKind.Markdown, "```python\nPlain()\n```")
    assert (
        (found.range.start.character, found.range.end.character) == (10, 18) if found.range else 0
    )


def test_a_broken_text_around_the_task_does_not_matter(tmp_path: Path) -> None:
    shown = parts(tmp_path, "tasks.add_task(wr|ite,\n        'a', [1,\n    return 2")
    assert shown == ["write()", WRITE, "Write it.", IN_THREAD]


@pytest.mark.parametrize(
    "broken", ["   x = 1", "        x = 1\n      y = 2", '    x = "abc', "foo(", "import "]
)
def test_a_broken_line_above_it_does_not_matter(broken: str, tmp_path: Path) -> None:
    shown = parts(tmp_path, f"y = 1\n{broken}\n    tasks.add_task(wr|ite, 'a')")
    assert shown == ["write('a')", WRITE, "Write it.", IN_THREAD]


def test_a_cursor_behind_the_text_is_nowhere(tmp_path: Path) -> None:
    cursor = cursor_in(tmp_path, "tasks|")._replace(position=Position(9, 0))
    assert hover_at(cursor, [], has_markdown=False) is None
