"""`generate-shell-completion`: the shells themselves complete what the user begins to write."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from background_typed_check.command import completion
from background_typed_check.command.completion import SHELLS
from background_typed_check.command.main import run

# A line, and what completes its last word: all of these, and nothing else.
LINES: Final = {
    "background-typed --form": ["--format"],
    "background-typed --watc": ["--watch"],
    "background-typed --format js": ["json"],
    "background-typed --output-format rd": ["rdjson"],
    "background-typed --color al": ["always"],
    "background-typed --select background-l": ["background-late"],
    "background-typed --ignore call-o": ["call-overload"],
    "background-typed --cache-dir ap": ["app"],
    "background-typed --config-file api": ["api.py"],
    "background-typed ex": ["explain"],
    "background-typed gen": ["generate-shell-completion"],
    "background-typed api": ["api.py"],
    "background-typed -q api": ["api.py"],
    "background-typed app api": ["api.py"],
    "background-typed app app api": ["api.py"],
    "background-typed app --form": ["--format"],
    "background-typed app expl": [],
    "background-typed explain background-bl": ["background-blocks"],
    "background-typed explain misc background-bl": ["background-blocks"],
    "background-typed generate-shell-completion f": ["fish"],
}
BASH: Final = """\
source ./script
COMP_WORDS=({line})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_shtab_background_typed
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
# zsh completes only what is typed. Here a key does so, and writes down the line that becomes of it.
ZSH: Final = """\
zmodload zsh/zpty
start() {{
  autoload -Uz compinit && compinit -D -u
  eval "$(<script)"
  finish() {{ zle complete-word; print -r -- "$BUFFER" > completed; exit }}
  zle -N finish
  bindkey '^T' finish
  PS1='ready> '
}}
functions start > start
zpty shell zsh -f -i
zpty -w shell 'source ./start; start'
zpty -r -m shell shown '*ready> *'
zpty -w -n shell '{line}'$'\\x14'
while zpty -r shell shown; do :; done
cat completed
"""


def script_for(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the script for a shell."""
    assert run(["generate-shell-completion", shell])[0] == 0
    output, errors = capsys.readouterr()
    assert errors == ""
    return output


def asked(shell: str, text: str, folder: Path) -> list[str]:
    """Return the lines that a program for a shell prints."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    options = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}
    done = subprocess.run(
        [found, *options[shell], "-c", text],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with something to complete."""
    (tmp_path / "app").mkdir()
    (tmp_path / "api.py").touch()
    return tmp_path


@pytest.mark.parametrize("line", LINES)
def test_bash_completes(line: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "script").write_text(script_for("bash", capsys))

    assert list(filter(None, asked("bash", BASH.format(line=line), folder))) == LINES[line]


@pytest.mark.parametrize("line", LINES)
def test_zsh_completes(line: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "script").write_text(script_for("zsh", capsys))

    (completed,) = asked("zsh", ZSH.format(line=line), folder)

    before, _, word = line.rpartition(" ")
    expected = LINES[line] or [word]
    assert completed.rstrip(" /") == f"{before} {expected[0]}"


@pytest.mark.parametrize("line", LINES)
def test_fish_completes(line: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "script").write_text(script_for("fish", capsys))

    found = asked("fish", f"source ./script; complete -C '{line}'", folder)

    assert [each.partition("\t")[0].rstrip("/") for each in found] == LINES[line]


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the line that says why there is no script."""
    assert run(["generate-shell-completion", *words])[0] == 2
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n")) == ("", 1)
    return errors.removeprefix("background-typed: ").rstrip("\n")


@pytest.mark.parametrize("words", [[], ["bash", "zsh"]])
def test_one_shell_must_be_named(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    line = "generate-shell-completion needs the name of one shell: bash, zsh, fish"

    assert refusal(capsys, *words) == line


@pytest.mark.parametrize(
    ("word", "advice"),
    [("zhs", 'did you mean "zsh"?'), ("powershell", "choose from bash, zsh, fish")],
)
def test_an_unknown_shell_is_refused(
    word: str, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal(capsys, word) == f'"{word}" is not a shell with completion: {advice}'


def test_without_shtab_a_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(completion, "find_spec", lambda _name: None)

    assert refusal(capsys, "bash") == (
        'shtab is not installed: pip install "background-typed[completion]"'
    )


def test_its_help_names_the_shells(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate-shell-completion", "--help"])[0] == 0
    assert capsys.readouterr().out == (
        "usage: background-typed generate-shell-completion SHELL, where SHELL is bash, zsh, fish\n"
    )


@pytest.mark.parametrize("shell", SHELLS)
def test_codes_of_mypy_are_left_out_where_it_is_not_installed(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "call-overload" in script_for(shell, capsys)

    monkeypatch.setitem(sys.modules, "mypy.errorcodes", None)

    assert "call-overload" not in script_for(shell, capsys)
