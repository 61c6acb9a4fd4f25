"""`generate-shell-completion`: a script by which a shell completes words. shtab makes it."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from background_typed_check.command.options import COMMANDS, COMPLETION, EXPLAIN, make_parser
from background_typed_check.command.values import COLORS
from background_typed_check.settings.codes import OURS, codes_of_mypy
from background_typed_check.settings.keys import FORMATS
from background_typed_check.spelling import advise

if TYPE_CHECKING:
    from argparse import Action

SHELLS: Final = ("bash", "zsh", "fish")
HELP: Final = frozenset({"-h", "--help"})
INSTALL: Final = 'shtab is not installed: pip install "background-typed[completion]"'
# What comes after options that take something else than a word.
FILES: Final = frozenset(
    {"config_file", "exclude", "extend_exclude", "output_file", "python", "stdin_filename"}
)
FOLDERS: Final = frozenset({"cache_dir"})
# In each shell, a function for what is no option: files, or commands and what belongs to them. In
# bash, shtab takes what it returns for files because of its name.
FUNCTIONS: Final = {
    "bash": """\
_background_typed_files() {{
  case "$COMP_CWORD:${{COMP_WORDS[1]}}" in
    1:*) compgen -W "{commands}" -- "$1"; compgen -f -- "$1" ;;
    *:{explain}) compgen -W "{codes}" -- "$1" ;;
    *:{completion}) compgen -W "{shells}" -- "$1" ;;
    *) compgen -f -- "$1" ;;
  esac
}}""",
    "zsh": """\
_background_typed_files() {{
  case "$CURRENT:$words[2]" in
    2:*) compadd {commands}; _files ;;
    *:{explain}) compadd {codes} ;;
    *:{completion}) compadd {shells} ;;
    *) _files ;;
  esac
}}
_shtab_background_typed_defaults_added=1""",
    "fish": """\
function _background_typed_files
  set -l words (commandline -opc)
  switch (count $words):"$words[2]"
    case "1:*"
      string split " " "{commands}"
      __fish_complete_path (commandline -ct)
    case "*:{explain}"
      string split " " "{codes}"
    case "*:{completion}"
      string split " " "{shells}"
    case "*"
      __fish_complete_path (commandline -ct)
  end
end""",
}
NAMES: Final = {
    "bash": "_background_typed_files",
    "zsh": "_background_typed_files",
    "fish": "(_background_typed_files)",
}


# In zsh, shtab would have only the first path completed. The variable that is set above keeps it
# from adding another place for paths.
ANY_NUMBER: Final = '"(*)::', '"*:'


class NoCompletionError(Exception):
    """There is no script. The message is one line."""


def completion(arguments: list[str]) -> Iterator[str]:
    """Yield the script for the shell that the user names.

    Raises:
        NoCompletionError: If there is none.

    """
    if not HELP.isdisjoint(arguments):
        yield f"usage: background-typed {COMPLETION} SHELL, where SHELL is {', '.join(SHELLS)}"
        return
    if len(arguments) != 1:
        message = f"{COMPLETION} needs the name of one shell: {', '.join(SHELLS)}"
        raise NoCompletionError(message)
    (shell,) = arguments
    if shell not in SHELLS:
        message = f'"{shell}" is not a shell with completion: {advise(shell, SHELLS)}'
        raise NoCompletionError(message)
    if find_spec("shtab") is None:
        raise NoCompletionError(INSTALL)
    import shtab  # noqa: PLC0415  # it need not be installed

    parser = make_parser()
    for action in parser._actions:  # noqa: SLF001  # as shtab does
        describe(action, shtab.FILE, shtab.DIRECTORY)
    yield shtab.complete(parser, shell).replace(*ANY_NUMBER)


def describe(action: "Action", file: dict[str, Any], folder: dict[str, Any]) -> None:
    """Say what may come after an option, or in the place of a path, as shtab reads it."""
    codes = [*dict.fromkeys([*OURS, *codes_of_mypy()])]
    words = {"format": FORMATS, "color": COLORS, "select": codes, "ignore": codes}
    complete = None
    if action.dest == "paths":
        complete = {**NAMES, "preamble": preambles()}
    elif action.dest in FILES:
        complete = file
    elif action.dest in FOLDERS and action.nargs != 0:
        complete = folder
    elif action.dest in words:
        action.choices = words[action.dest]
    if complete is not None:
        action.complete = complete  # type: ignore[attr-defined]  # it is shtab's
    if isinstance(action.metavar, str):
        action.metavar = action.metavar.partition(":")[0]  # zsh would take the rest for a function


def preambles() -> dict[str, str]:
    """Return the functions for all shells."""
    names = {
        "commands": " ".join(COMMANDS),
        "explain": EXPLAIN,
        "completion": COMPLETION,
        "codes": " ".join(OURS),
        "shells": " ".join(SHELLS),
    }
    return {shell: text.format(**names) for shell, text in FUNCTIONS.items()}
