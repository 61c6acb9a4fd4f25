"""What the plugin costs mypy, in time and memory: the same project with and without it.

    python benchmarks/mypy_time.py [--calls 1000 5000 10000] [--pairs 5]
    python benchmarks/mypy_time.py --plain
    python benchmarks/mypy_time.py --handlers 3000

Prints the median ratios of runs with the plugin to runs without, in pairs: below 1, the plugin is
faster. The runs are cold (nothing is cached), edited (all but the project itself is cached) and
warm (all is cached). `--plain` takes ordinary code instead: as many other calls, and 20 tasks.
`--handlers` takes one module of FastAPI handlers, each with three tasks.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from statistics import median

from code_base import write_handlers, write_project
from measure import Usage, mypy, ratios

STATES = ["cold", "warm", "edited"]
HEADS = ["cpu", "wall", "memory", "s with", "s without", "us/call with", "us/call w/o"]


def compare(project: Path, pairs: int) -> dict[str, tuple[list[Usage], list[Usage]]]:
    """Run the pairs, after one that does not count: it compiles the plugin's modules."""
    runs: dict[str, tuple[list[Usage], list[Usage]]] = {s: ([], []) for s in STATES}
    for pair in range(pairs + 1):
        order = (True, False) if pair % 2 else (False, True)  # they take turns to go first
        for plugin in order:
            shutil.rmtree(project / f"cache{plugin}", ignore_errors=True)
        for state, (ours, theirs) in runs.items():
            if state == "edited":
                for module in (project / "app").glob("*.py"):
                    module.write_text(f"{module.read_text(encoding='utf-8')}#\n", encoding="utf-8")
            for plugin in order:
                usage = mypy(project, project / f"cache{plugin}", plugin=plugin)
                if pair:
                    (ours if plugin else theirs).append(usage)
    return runs


def main() -> None:
    """Print a row for each size and state."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, nargs="+")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--handlers", type=int)
    options = parser.parse_args()
    sizes = options.calls or ([20_000] if options.plain else [1000, 5000, 10_000])
    if options.handlers:
        sizes = [3 * options.handlers]
    print(f"{'calls':>7} {'state':7}" + "".join(f"{head:>14}" for head in HEADS))
    base: dict[str, list[float]] = {}
    for calls in [0, *sizes]:
        with tempfile.TemporaryDirectory() as directory:
            project = Path(directory)
            if options.handlers:
                write_handlers(project, calls // 3)
            else:
                write_project(project, calls, plain=options.plain)
            for state, sides in compare(project, options.pairs).items():
                cells = ratios(*sides)
                seconds = [median(usage.cpu for usage in side) for side in sides]
                start = base.setdefault(state, seconds)  # what mypy needs without any calls
                growth = zip(seconds, start, strict=True)
                cells += [*seconds, *(1e6 * (s - s0) / max(calls, 1) for s, s0 in growth)]
                print(
                    f"{calls:7} {state:7}" + "".join(f"{cell:14.3f}" for cell in cells), flush=True
                )


if __name__ == "__main__":
    main()
