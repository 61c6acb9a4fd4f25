"""What the codes mean: on the terminal, in the pages, in the README."""

import re
from pathlib import Path

import pytest
from background_typed_check.codes import OFF, Code
from background_typed_check.command import explain as explaining
from background_typed_check.command.explain import page
from background_typed_check.command.main import run
from background_typed_check.command.output.paint import give_colour, leave_plain
from background_typed_check.rules import RULES, codes
from background_typed_check.rules.rule import Rule

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "rules"
ALL = (*codes(), *OFF)


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return the exit status and the output."""
    status, _ = run(["explain", *arguments])
    return status, *capsys.readouterr()


def test_all_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    status, output, errors = explained(capsys)

    assert [tuple(line.split("  ", 1)) for line in re.sub(" {3,}", "  ", output).splitlines()] == [
        (code.name, code.summary) for code in ALL
    ]
    assert (status, errors) == (0, "")


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.name)
def test_a_page_is_shown_without_the_marks_of_markdown(
    code: Code, capsys: pytest.CaptureFixture[str]
) -> None:
    status, output, errors = explained(capsys, code.name)

    assert output.startswith(f"{code.name}\n\n{code.summary}.\n")
    assert not re.search("^#|^```", output, re.MULTILINE)
    assert (status, errors) == (0, "")


def test_headings_and_code_are_coloured() -> None:
    plain = [*explaining.explain(["background-dropped"], leave_plain)]
    painted = [*explaining.explain(["background-dropped"], give_colour)]

    assert painted[0] == "\x1b[1mbackground-dropped\x1b[0m"
    assert f"\x1b[36m{plain[plain.index('Wrong:') + 2]}\x1b[0m" in painted


@pytest.mark.parametrize(
    ("argument", "advice"),
    [
        ("background-droped", 'did you mean "background-dropped"?'),
        ("dropped", 'did you mean "background-dropped"?'),
        ("never_runs", 'did you mean "background-never-runs"?'),
        (
            "arg-type",
            f"choose from {', '.join(code.name for code in ALL)} (mypy's own codes: "
            "https://mypy.rtfd.io/en/stable/error_code_list.html)",
        ),
    ],
)
def test_an_unknown_code_is_reported_in_one_line(
    argument: str, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explained(capsys, argument) == (
        2,
        "",
        f'background-typed: "{argument}" is not a code of background-typed: {advice}\n',
    )


@pytest.mark.parametrize("argument", ["-h", "--help"])
def test_help_says_which_codes_there_are(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, output, errors = explained(capsys, argument)

    assert output.startswith(
        "usage: background-typed explain [CODE ...], where CODE is background-"
    )
    assert (status, errors) == (0, "")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.rpartition(".")[2])
def test_the_documentation_of_a_rule_has_all_its_parts(rule: Rule) -> None:
    text = rule.__doc__ or ""

    for part in ("Wrong:\n\n    ", "Right:\n\n    ", "Left alone: "):
        assert text.count(part) == 1
    assert re.search(r"`(?:starlette|fastapi|contextlib)\.[\w.]+`", text.replace("\n", ""))
    for example in re.findall(r"^(?:    .*\n|\n(?=    ))+", text, re.MULTILINE):
        compile(f"async def _():\n{example}", "example", "exec")


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.name)
def test_the_page_of_a_code_is_up_to_date(code: Code) -> None:
    written = (PAGES / f"{code.name}.md").read_text(encoding="utf-8")

    assert written == page(code), "run: python docs/generate.py"


def test_there_are_no_other_pages() -> None:
    assert {each.stem for each in PAGES.iterdir()} == {code.name for code in ALL}


def test_the_table_of_the_readme_names_every_code() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for code in ALL:
        assert f"| [`{code.name}`](docs/rules/{code.name}.md) | {code.summary} |" in readme
