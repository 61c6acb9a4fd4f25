"""What `import background_typed` costs beyond the `starlette.background` that it imports.

    python benchmarks/import_time.py [--pairs 40]

Each import runs in its own interpreter, which measures itself: the start of the
interpreter, the same for both, would hide the difference.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median

from measure import ratio, run

CHILD = """
from time import perf_counter_ns, process_time_ns
cpu, wall = process_time_ns(), perf_counter_ns()
import {module}
print(process_time_ns() - cpu, perf_counter_ns() - wall)
"""
MODULES = ["background_typed", "starlette.background"]


def main() -> None:
    """Print the ratio for each clock."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=40)
    pairs = parser.parse_args().pairs
    times: dict[str, list[list[int]]] = {module: [] for module in MODULES}
    with tempfile.TemporaryDirectory() as directory:
        for pair in range(pairs + 1):
            for module in MODULES if pair % 2 else reversed(MODULES):
                _, output = run("-c", CHILD.format(module=module), cwd=Path(directory))
                if pair:  # the first compiles the modules
                    times[module].append([int(word) for word in output.split()])
    ours, theirs = times.values()
    for index, clock in enumerate(["cpu", "wall"]):
        us, them = [t[index] for t in ours], [t[index] for t in theirs]
        milliseconds = " against ".join(f"{median(t) / 1e6:.2f}" for t in (us, them))
        print(f"{clock:5} {milliseconds} ms, ratio {ratio(us, them):.3f}")


if __name__ == "__main__":
    main()
