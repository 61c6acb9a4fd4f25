"""What nested tasks cost mypy: `add_task(lambda: tasks.add_task(lambda: ...))`.

    python benchmarks/mypy_nesting.py [--limit 5]

Prints the time for one such statement, and the ratio to the row before. Mypy alone infers each
lambda more than once, and everything inside it again each time: its time is exponential in the
depth. A side that takes longer than the limit (in seconds) gets no more rows.
"""

import argparse
import tempfile
from pathlib import Path

from measure import mypy

DEPTHS = range(4, 19, 2)
# Statements per module: enough to take longer than mypy needs to start.
COPIES = {True: 300, False: 10}
RUNS = 3

HEAD = """
from starlette.background import BackgroundTasks

def work(a: int) -> None: ...

def add(tasks: BackgroundTasks) -> None:
"""


def least_cpu(project: Path, depth: int, *, plugin: bool) -> float:
    """Return the least time of some runs, which find everything but the module cached."""
    nested = "tasks.add_task(lambda: " * depth + "tasks.add_task(work, 1)" + ")" * depth
    source = HEAD + f"    {nested}\n" * COPIES[plugin]
    module = project / "app" / "__init__.py"
    module.parent.mkdir(exist_ok=True)
    times = []
    for number in range(RUNS):
        # Each has a different size: mypy overlooks a change that keeps both size and second.
        module.write_text(f"{source}{'#' * number}\n", encoding="utf-8")
        times.append(mypy(project, project / f"cache{plugin}", plugin=plugin).cpu)
    return min(times)


def main() -> None:
    """Print a row for each depth."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=float, default=5)
    limit = parser.parse_args().limit
    sides = [True, False]
    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory)
        # The time without nesting is subtracted from the others, so that only the depth counts.
        base = {plugin: least_cpu(project, 0, plugin=plugin) for plugin in sides}
        before: dict[bool, float] = {}
        print(f"{'depth':>5}{'ms with':>12}{'growth':>8}{'ms without':>12}{'growth':>8}")
        for depth in DEPTHS:
            line = f"{depth:5}"
            for plugin in sides.copy():
                seconds = least_cpu(project, depth, plugin=plugin) - base[plugin]
                growth = f"{seconds / before[plugin]:.2f}" if plugin in before else "-"
                # If the side with the plugin is left out, the other stays in its column.
                line = f"{line:{5 if plugin else 25}}"
                line += f"{1000 * seconds / COPIES[plugin]:12.2f}{growth:>8}"
                before[plugin] = seconds
                if seconds > limit:
                    sides.remove(plugin)
            print(line, flush=True)


if __name__ == "__main__":
    main()
