"""What the command costs compared with mypy on the same files, cold and warm.

    python benchmarks/command_time.py APPLICATION [--python ENVIRONMENT] [--pairs 5]

Prints the median ratios of the command to mypy, run in pairs: below 1, the command is faster.
mypy runs with the settings of the command and without the plugin.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from measure import Usage, ratios, run

MYPY = ("-m", "mypy", "--config-file=", "--check-untyped-defs", "--follow-imports=silent")
COMMAND = ("-m", "background_typed_check")


def main() -> None:
    """Print a row for the cold runs and one for the warm runs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("application", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    folder, name = options.application.resolve().parent, options.application.name
    print(f"{'state':7}" + "".join(f"{head:>12}" for head in Usage._fields))
    with tempfile.TemporaryDirectory() as directory:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(directory, "compiled"))
        caches = [Path(directory, side) for side in ("command", "mypy")]
        flags = ("--python", options.python), ("--python-executable", options.python)
        sides = [
            (*command, f"--cache-dir={cache}", *python, name)
            for command, cache, python in zip((COMMAND, MYPY), caches, flags, strict=True)
        ]
        for state in ("cold", "warm"):
            runs: list[list[Usage]] = [[], []]
            for pair in range(options.pairs + 1):
                for side in (0, 1) if pair % 2 else (1, 0):  # they take turns to go first
                    if state == "cold":
                        shutil.rmtree(caches[side], ignore_errors=True)
                    usage, _ = run(*sides[side], cwd=folder, worst=1)
                    if pair:  # the first compiles the modules
                        runs[side].append(usage)
            print(f"{state:7}" + "".join(f"{cell:12.3f}" for cell in ratios(*runs)), flush=True)


if __name__ == "__main__":
    main()
