"""What the command costs compared with mypy on the same files: cold, warm, and after an edit.

    python benchmarks/command_time.py [APPLICATION ...] [--python ENVIRONMENT] [--pairs 5]
        [--sizes 100 1000 5000]

Prints the median ratios of the command to mypy, run in pairs (below 1, the command needs less), and
the seconds and MiB of the command. mypy runs with the settings of the command and without the
plugin. Without applications, it generates trees with tasks in one module of fifty, and one with
tasks in a single file of 1,001, compared with that file alone.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median

from measure import MIB, Usage, ratios, run
from trees import PLAIN, TASKS, write_tree

MYPY = (
    "-m",
    "mypy",
    "--config-file=",
    "--check-untyped-defs",
    "--explicit-package-bases",
    "--follow-imports=silent",
)
COMMAND = ("-m", "background_typed_check")
STATES = ("cold", "warm", "edited")
Side = tuple[tuple[str, ...], Path]
"""What to run, and where."""


@contextmanager
def edited(file: Path) -> Iterator[None]:
    """Change a file for now."""
    text = file.read_bytes()
    file.write_bytes(text + b"# edited\n")
    yield
    file.write_bytes(text)


def compare(name: str, sides: tuple[Side, Side], pairs: int, edit: Path | None) -> None:
    """Print a row for each state: the first side against the second."""
    with tempfile.TemporaryDirectory() as directory:
        caches = [Path(directory, side) for side in ("one", "other")]
        for state in STATES if edit is not None else STATES[:2]:
            runs: list[list[Usage]] = [[], []]
            for pair in range(pairs + 1):
                for number in (0, 1) if pair % 2 else (1, 0):  # they take turns to go first
                    (command, folder), cache = sides[number], caches[number]
                    if state == "cold":
                        shutil.rmtree(cache, ignore_errors=True)
                    with edited(edit) if edit and state == "edited" else nullcontext():
                        usage, _ = run(*command, f"--cache-dir={cache}", cwd=folder, worst=1)
                    if pair:  # the first compiles the modules
                        runs[number].append(usage)
                    if state == "edited":  # and back
                        run(*command, f"--cache-dir={cache}", cwd=folder, worst=1)
            ours = Usage(*map(median, zip(*runs[0], strict=True)))
            cells = [*ratios(*runs), ours.wall, ours.peak / MIB]
            print(
                f"{name[-24:]:24} {state:7}" + "".join(f"{each:10.2f}" for each in cells),
                flush=True,
            )


def with_mypy(folder: Path, target: str, python: str) -> tuple[Side, Side]:
    """Return the command and mypy on the same files."""
    ours = (*COMMAND, f"--python={python}", target)
    return (ours, folder), ((*MYPY, f"--python-executable={python}", target), folder)


def generated(size: int, folder: Path) -> tuple[tuple[Side, Side], Path]:
    """Return what to run on a tree of a size, and a file with tasks in it."""
    write_tree(folder, size)
    return with_mypy(folder, "app", sys.executable), folder / "app/package_0/module_0.py"


def one_of_many(folder: Path) -> tuple[Side, Side]:
    """Return the command on 1,001 files of which one has tasks, and on that one alone."""
    command = (*COMMAND, f"--python={sys.executable}", "app")
    for name, size in (("many", 1000), ("alone", 0)):
        app = folder / name / "app"
        app.mkdir(parents=True)
        for number in range(size):
            (app / f"module_{number}.py").write_text(PLAIN.format(number=number))
        own = PLAIN.format(number="own") + TASKS.format(number="own", other="own")
        (app / "own.py").write_text(own.replace("from app.package_own.module_own import", "# "))
    return (command, folder / "many"), (command, folder / "alone")


def main() -> None:
    """Compare on each tree."""
    parser = argparse.ArgumentParser()
    parser.add_argument("applications", nargs="*", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--sizes", nargs="*", type=int, default=[100, 1000, 5000])
    options = parser.parse_args()
    heads = [*Usage._fields, "s", "MiB"]
    print(f"{'tree':24} {'state':7}" + "".join(f"{head:>10}" for head in heads))
    with tempfile.TemporaryDirectory() as directory:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(directory, "compiled"))
        for application in options.applications:
            path = application.resolve()
            compare(path.name, with_mypy(path, ".", options.python), options.pairs, None)
        for size in options.sizes if not options.applications else ():
            sides, edit = generated(size, Path(directory, str(size)))
            compare(f"{size} modules", sides, options.pairs, edit)
        if not options.applications:
            sides = one_of_many(Path(directory, "one"))
            compare("1 of 1,001, to 1 alone", sides, options.pairs, None)


if __name__ == "__main__":
    main()
