"""What the rules cost compared with `ruff check` and `ty check` on the same files.

    python benchmarks/rules_time.py [APPLICATION ...] [--runs 5] [--sizes 100 1000 5000]

For each tree, prints the seconds and the memory (MiB) of the command without types, and the ratios
to the others: below 1, the command needs less. Without applications, it generates trees with tasks
in one module of fifty. Before a `cold` run, the files are dropped from the cache of the operating
system, where that is possible (Linux, as root).

ruff and ty must be installed: `pip install ruff ty`.
"""

import argparse
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import median

from measure import MIB, Usage, run
from trees import write_tree

TOOLS = {
    "rules": ("-m", "background_typed_check", "--no-types", "--quiet"),
    "ruff": ("-m", "ruff", "check", "--no-cache", "--quiet", "--exit-zero"),
    "ty": ("-m", "ty", "check", "--exit-zero"),
}
DROP = Path("/proc/sys/vm/drop_caches")


def use(tool: str, folder: Path, runs: int, *, cold: bool) -> Usage:
    """Return the medians of what a tool used."""
    used = []
    for number in range(runs + 1):
        if cold:
            with suppress(OSError):
                os.sync()
                DROP.write_text("3", encoding="ascii")
        usage, _ = run(*TOOLS[tool], str(folder), cwd=folder, worst=2)
        if number:
            used.append(usage)
    return Usage(*map(median, zip(*used, strict=True)))


def compare(name: str, folder: Path, runs: int) -> None:
    """Print the rows of a tree."""
    for state in ("warm", "cold"):
        used = {tool: use(tool, folder, runs, cold=state == "cold") for tool in TOOLS}
        ours = used["rules"]
        cells = [f"{ours.wall:8.2f} s{ours.peak / MIB:8.0f} MiB"]
        cells += [
            f"{ours.wall / each.wall:8.2f}{ours.peak / each.peak:8.2f}"
            for tool, each in used.items()
            if tool != "rules"
        ]
        print(f"{name[-28:]:28} {state:5}" + "".join(cells), flush=True)


def main() -> None:
    """Compare on each tree."""
    parser = argparse.ArgumentParser()
    parser.add_argument("applications", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", nargs="*", type=int, default=[1, 100, 1000, 5000])
    options = parser.parse_args()
    print(f"{'tree':28} state     rules        memory   to ruff: s, MiB   to ty: s, MiB")
    for application in options.applications:
        compare(application.name, application.resolve(), options.runs)
    for size in options.sizes if not options.applications else ():
        with tempfile.TemporaryDirectory() as directory:
            write_tree(Path(directory), size)
            compare(f"{size} modules", Path(directory), options.runs)


if __name__ == "__main__":
    main()
